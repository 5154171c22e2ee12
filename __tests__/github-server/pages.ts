import type { RouteAnswer } from './routes.ts'

/** One page of an answer's list, with GitHub's Link header (RFC 8288); other answers stay as they are. */
export function page(answer: RouteAnswer, request: URL, link: string): RouteAnswer {
  if (!answer.list) return answer
  const perPage = Math.min(Number(request.searchParams.get('per_page') ?? 30), 100)
  const number = Number(request.searchParams.get('page') ?? 1)
  const last = Math.max(1, Math.ceil(answer.list.length / perPage))
  const to = (target: number, relation: string) =>
    `<${link}?per_page=${perPage}&page=${target}>; rel="${relation}"`
  const links = [
    ...(number > 1 ? [to(number - 1, 'prev'), to(1, 'first')] : []),
    ...(number < last ? [to(number + 1, 'next'), to(last, 'last')] : []),
  ]
  return {
    status: answer.status,
    body: answer.list.slice((number - 1) * perPage, number * perPage),
    ...(links.length > 0 ? { headers: { link: links.join(', ') } } : {}),
  }
}
