#include "CRealtimeProbe.h"
