// libebur128, which loudness is compared with; for tests only.
#pragma once
#include <ebur128.h>
