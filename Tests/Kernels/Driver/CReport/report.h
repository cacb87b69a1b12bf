#pragma once

/// Writes one result of a case as a line of standard output: "<kernel>, <detail> <value>".
void report(const char *kernel, const char *detail, double value);
