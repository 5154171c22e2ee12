/**
 * Pairs of an owner's number and the power of a claim, kept once, as numbers from 1. 0 stands for no claim: the owner
 * −1 with the power 0.
 */
export class ClaimKinds {
  /** By number the owner. */
  readonly owners = [-1]
  /** By number the power of the claim. */
  readonly powers = [0]
  readonly #numbers = new Map<number, number>()

  /** The number of a pair. `power` is a whole number below 2^20. */
  number(owner: number, power: number): number {
    const last = this.owners.length - 1
    if (this.owners[last] === owner && this.powers[last] === power) return last
    const key = owner * 2 ** 20 + power
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, last + 1)
    this.owners.push(owner)
    this.powers.push(power)
    return last + 1
  }

  owner(number: number): number {
    return this.owners[number] as number
  }

  power(number: number): number {
    return this.powers[number] as number
  }
}
