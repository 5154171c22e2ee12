/* What a probe may meet: started as `program BEHAVIOUR ARGUMENT...`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int show(const char *path) {
  char buffer[4096];
  size_t length;
  FILE *file = fopen(path, "r");
  if (!file) return 1;
  while ((length = fread(buffer, 1, sizeof buffer, file)) > 0) fwrite(buffer, 1, length, stdout);
  return 0;
}

static int store(const char *path) {
  FILE *file = fopen(path, "w");
  if (!file) {
    perror(path);
    return 1;
  }
  fputs("changed", file);
  return fclose(file);
}

static int flood(void) {
  static char line[65536];
  memset(line, 'x', sizeof line);
  for (int i = 0; i < 16384; i++)
    if (write(1, line, sizeof line) < 0) return 1;
  return 0;
}

static int eat(void) {
  for (;;) {
    char *memory = malloc(1 << 20);
    if (memory) memset(memory, 1, 1 << 20);
  }
}

int main(int count, char **words) {
  const char *behaviour = count > 1 ? words[1] : "";
  const char *argument = count > 2 ? words[2] : "";
  if (!strcmp(behaviour, "exit")) return atoi(argument);
  if (!strcmp(behaviour, "say")) return puts(argument) < 0;
  if (!strcmp(behaviour, "complain")) return fputs(argument, stderr) < 0 ? 2 : 1;
  if (!strcmp(behaviour, "environment")) return puts(getenv(argument) ? getenv(argument) : "unset") < 0;
  if (!strcmp(behaviour, "whoami")) return printf("%d:%d\n", getuid(), getgid()) < 0;
  if (!strcmp(behaviour, "where")) return puts(getcwd(NULL, 0)) < 0;
  if (!strcmp(behaviour, "show")) return show(argument);
  if (!strcmp(behaviour, "store")) return store(argument);
  if (!strcmp(behaviour, "flood")) return flood();
  if (!strcmp(behaviour, "eat")) return eat();
  if (!strcmp(behaviour, "crash")) abort();
  if (!strcmp(behaviour, "quietly")) {
    fclose(stdout);
    fclose(stderr);
    sleep(1);
    return 3;
  }
  if (!strcmp(behaviour, "forever"))
    for (;;) pause();
  return 0;
}
