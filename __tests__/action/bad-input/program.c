/* What a probe may do to its reader: started as `program BEHAVIOUR`. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int flood(void) {
  static char line[65536];
  memset(line, 'x', sizeof line);
  for (int i = 0; i < 16384; i++)
    if (write(1, line, sizeof line) < 0) return 1;
  return 0;
}

int main(int count, char **words) {
  const char *behaviour = count > 1 ? words[1] : "";
  if (!strcmp(behaviour, "flood")) return flood();
  if (!strcmp(behaviour, "forever"))
    for (;;) pause();
  if (!strcmp(behaviour, "commands")) {
    puts("::set-output name=verdict::pass");
    puts("::error::hacked by stdout");
    puts("##[error]hacked by the old form");
    fputs("::stop-commands::x\n\033[31m::add-mask::Passed\033[0m \xe2\x80\xae`|<b>\n", stderr);
    return 7;
  }
  return 0;
}
