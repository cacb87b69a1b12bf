#include "report.h"

#include <stdio.h>

void report(const char *kernel, const char *detail, double value) {
  printf("%s, %s %.9g\n", kernel, detail, value);
}
