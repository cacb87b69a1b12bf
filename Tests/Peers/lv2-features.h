// What lv2-host offers to plug-ins: numbers for their names of things, options, and promises about
// the length of blocks.
#ifndef LV2_FEATURES_H
#define LV2_FEATURES_H

#include <lv2/atom/atom.h>
#include <lv2/buf-size/buf-size.h>
#include <lv2/core/lv2.h>
#include <lv2/options/options.h>
#include <lv2/parameters/parameters.h>
#include <lv2/urid/urid.h>
#include <stdbool.h>
#include <string.h>

#include "peer.h"

// Bytes of a port of events.
enum { events_size = 1 << 13 };

static char *uris[1024];
static LV2_URID uri_count;

static LV2_URID map(LV2_URID_Map_Handle handle, const char *uri) {
  (void)handle;
  for (LV2_URID id = 1; id <= uri_count; ++id) {
    if (!strcmp(uris[id], uri)) return id;
  }
  if (uri_count + 1 == sizeof uris / sizeof *uris) return 0;
  uris[++uri_count] = strdup(uri);
  return uri_count;
}

static const char *unmap(LV2_URID_Unmap_Handle handle, LV2_URID id) {
  (void)handle;
  return id >= 1 && id <= uri_count ? uris[id] : NULL;
}

static LV2_URID sequence_type, chunk_type;
static LV2_URID_Map mapping = {NULL, map};
static LV2_URID_Unmap unmapping = {NULL, unmap};
static LV2_Options_Option options[6];
static const LV2_Feature map_feature = {LV2_URID__map, &mapping};
static const LV2_Feature unmap_feature = {LV2_URID__unmap, &unmapping};
static const LV2_Feature options_feature = {LV2_OPTIONS__options, options};
static const LV2_Feature bounded_feature = {LV2_BUF_SIZE__boundedBlockLength, NULL};
static const LV2_Feature fixed_feature = {LV2_BUF_SIZE__fixedBlockLength, NULL};
static const LV2_Feature power_feature = {LV2_BUF_SIZE__powerOf2BlockLength, NULL};
static const LV2_Feature *const features[] = {
    &map_feature,   &unmap_feature, &options_feature, &bounded_feature,
    &fixed_feature, &power_feature, NULL};

static LV2_Options_Option option(const char *key, const char *type, const void *value) {
  return (LV2_Options_Option){
      LV2_OPTIONS_INSTANCE, 0, map(NULL, key), 4, map(NULL, type), value};
}

static void set_options(void) {
  sequence_type = map(NULL, LV2_ATOM__Sequence);
  chunk_type = map(NULL, LV2_ATOM__Chunk);
  static const int32_t length = block, events = events_size;
  static const float rate = sample_rate;
  int count = 0;
  options[count++] = option(LV2_BUF_SIZE__minBlockLength, LV2_ATOM__Int, &length);
  options[count++] = option(LV2_BUF_SIZE__maxBlockLength, LV2_ATOM__Int, &length);
  options[count++] = option(LV2_BUF_SIZE__nominalBlockLength, LV2_ATOM__Int, &length);
  options[count++] = option(LV2_BUF_SIZE__sequenceSize, LV2_ATOM__Int, &events);
  options[count++] = option(LV2_PARAMETERS__sampleRate, LV2_ATOM__Float, &rate);
}

static bool is_offered(const char *uri) {
  for (int index = 0; features[index]; ++index) {
    if (!strcmp(features[index]->URI, uri)) return true;
  }
  return false;
}

#endif
