// Times LV2 plug-ins, alone and in series.
//
//   lv2-host CHANNELS RUNS < plugins     (CHANNELS even; what a line means: see `plugins`)
//
// Prints one JSON object for each plug-in and each strip.
#include <lilv/lilv.h>
#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lv2-features.h"
#include "peer.h"

enum { most_plugins = 32, most_stages = 4, most_settings = 64 };

typedef struct {
  char *symbol;
  float value;
} Setting;

// A plug-in as `plugins` describes it; `width` is how many channels one instance takes.
typedef struct {
  char *name;
  const LilvPlugin *plugin;
  Setting settings[most_settings];
  int setting_count;
  int width;
} Recipe;

// A running plug-in, and its output of events, which it needs to be given empty for every block.
typedef struct {
  LilvInstance *running;
  LV2_Atom *events;
} Instance;

// A pair of channels with its instances, stage by stage: two mono ones or a stereo one.
typedef struct {
  Instance instances[most_stages][2];
} Pair;

typedef struct {
  const Recipe *stages[most_stages];
  int stage_count;
  Pair *pairs;
  int pair_count;
  // Each stage's output, two channels; all pairs use the same memory, one after another.
  float *outputs[most_stages];
} Strip;

static LilvWorld *world;
static float *noise;

static void fail(const char *name, const char *reason) {
  fprintf(stderr, "lv2-host: %s: %s\n", name, reason);
  exit(1);
}

static void check_required_features(const Recipe *recipe) {
  LilvNodes *required = lilv_plugin_get_required_features(recipe->plugin);
  LILV_FOREACH(nodes, at, required) {
    const char *uri = lilv_node_as_uri(lilv_nodes_get(required, at));
    if (!is_offered(uri)) fail(recipe->name, uri);
  }
  lilv_nodes_free(required);
}

// Ports

static bool is_of_class(const LilvPlugin *plugin, const LilvPort *port, const char *uri) {
  LilvNode *node = lilv_new_uri(world, uri);
  bool is = lilv_port_is_a(plugin, port, node);
  lilv_node_free(node);
  return is;
}

static float setting(const Recipe *recipe, const char *symbol, float otherwise) {
  for (int index = 0; index < recipe->setting_count; ++index) {
    if (!strcmp(recipe->settings[index].symbol, symbol)) return recipe->settings[index].value;
  }
  return isnan(otherwise) ? 0 : otherwise;
}

// Every symbol that `plugins` sets has to be a port's: a slip of the pen would leave a stage idle.
static void check_settings(const Recipe *recipe) {
  for (int index = 0; index < recipe->setting_count; ++index) {
    LilvNode *symbol = lilv_new_string(world, recipe->settings[index].symbol);
    if (!lilv_plugin_get_port_by_symbol(recipe->plugin, symbol)) {
      fail(recipe->name, recipe->settings[index].symbol);
    }
    lilv_node_free(symbol);
  }
}

static void give_room(LV2_Atom *events) {
  events->type = chunk_type;
  events->size = events_size - sizeof(LV2_Atom);
}

// Events in: an empty sequence. Events out: room that nobody reads.
static void connect_events(Instance *instance, uint32_t port, bool is_input) {
  LV2_Atom_Sequence *events = (LV2_Atom_Sequence *)new_samples(events_size / sizeof(float));
  if (is_input) {
    events->atom.type = sequence_type;
    events->atom.size = sizeof(LV2_Atom_Sequence_Body);
  } else {
    instance->events = &events->atom;
    give_room(instance->events);
  }
  lilv_instance_connect_port(instance->running, port, events);
}

// Connects everything; audio inputs beyond the outputs are side chains and hear silence.
static void connect(
    const Recipe *recipe, Instance *instance, float *const *inputs, float *const *outputs) {
  const LilvPlugin *plugin = recipe->plugin;
  uint32_t count = lilv_plugin_get_num_ports(plugin);
  float *defaults = calloc(count, sizeof(float)), *controls = calloc(count, sizeof(float));
  lilv_plugin_get_port_ranges_float(plugin, NULL, NULL, defaults);
  int input = 0, output = 0;
  for (uint32_t index = 0; index < count; ++index) {
    const LilvPort *port = lilv_plugin_get_port_by_index(plugin, index);
    bool is_input = is_of_class(plugin, port, LV2_CORE__InputPort);
    if (is_of_class(plugin, port, LV2_CORE__ControlPort)) {
      const char *symbol = lilv_node_as_string(lilv_port_get_symbol(plugin, port));
      controls[index] = setting(recipe, symbol, defaults[index]);
      lilv_instance_connect_port(instance->running, index, &controls[index]);
    } else if (is_of_class(plugin, port, LV2_ATOM__AtomPort)) {
      connect_events(instance, index, is_input);
    } else if (!is_of_class(plugin, port, LV2_CORE__AudioPort)) {
      fail(recipe->name, "a port that is neither audio, control nor events");
    } else if (!is_input) {
      lilv_instance_connect_port(instance->running, index, outputs[output++]);
    } else {
      bool is_side_chain = input >= recipe->width;
      float *samples = is_side_chain ? new_samples(block) : inputs[input++];
      lilv_instance_connect_port(instance->running, index, samples);
    }
  }
  free(defaults);
}

static int audio_outputs(const LilvPlugin *plugin) {
  LilvNode *audio = lilv_new_uri(world, LV2_CORE__AudioPort);
  LilvNode *output = lilv_new_uri(world, LV2_CORE__OutputPort);
  int count = (int)lilv_plugin_get_num_ports_of_class(plugin, audio, output, NULL);
  lilv_node_free(audio);
  lilv_node_free(output);
  return count;
}

// Strips

static Instance instantiate(const Recipe *recipe, float *const *inputs, float *const *outputs) {
  Instance instance = {lilv_plugin_instantiate(recipe->plugin, sample_rate, features), NULL};
  if (!instance.running) fail(recipe->name, "does not start");
  connect(recipe, &instance, inputs, outputs);
  lilv_instance_activate(instance.running);
  return instance;
}

static void build_pair(Strip *strip, int number) {
  float *samples[2] = {noise + number * 2 * block, noise + (number * 2 + 1) * block};
  for (int stage = 0; stage < strip->stage_count; ++stage) {
    const Recipe *recipe = strip->stages[stage];
    float *outputs[2] = {strip->outputs[stage], strip->outputs[stage] + block};
    for (int side = 0; side < 2; side += recipe->width) {
      strip->pairs[number].instances[stage][side] =
          instantiate(recipe, samples + side, outputs + side);
    }
    memcpy(samples, outputs, sizeof samples);
  }
}

static void render(void *context) {
  const Strip *strip = context;
  for (int number = 0; number < strip->pair_count; ++number) {
    for (int stage = 0; stage < strip->stage_count; ++stage) {
      for (int side = 0; side < 2; ++side) {
        const Instance *instance = &strip->pairs[number].instances[stage][side];
        if (!instance->running) continue;
        if (instance->events) give_room(instance->events);
        lilv_instance_run(instance->running, block);
      }
    }
  }
}

// Makes sure that each stage of the last pair has done something, and nothing absurd.
static void check_work(const char *name, const Strip *strip) {
  const float *before = noise + (strip->pair_count - 1) * 2 * block;
  for (int stage = 0; stage < strip->stage_count; ++stage) {
    const float *after = strip->outputs[stage];
    double power = 0;
    for (int index = 0; index < 2 * block; ++index) power += (double)after[index] * after[index];
    double level = 10 * log10(power / (2 * block));
    if (!(level > -60 && level < 20)) fail(name, "a stage is silent or too loud");
    if (!memcmp(before, after, 2 * block * sizeof(float))) fail(name, "a stage does nothing");
    before = after;
  }
}

static void measure_strip(
    const char *name, const Recipe *const *stages, int count, int channels, int runs) {
  Strip strip = {.stage_count = count, .pair_count = channels / 2};
  strip.pairs = calloc((size_t)strip.pair_count, sizeof(Pair));
  for (int stage = 0; stage < count; ++stage) {
    strip.stages[stage] = stages[stage];
    strip.outputs[stage] = new_samples(2 * block);
  }
  for (int number = 0; number < strip.pair_count; ++number) build_pair(&strip, number);
  // Half a second: every smoothed setting and every detector arrives.
  for (int count = 0; count < sample_rate / 2 / block; ++count) render(&strip);
  check_work(name, &strip);
  measure(name, channels, runs, render, &strip);
  for (int number = 0; number < strip.pair_count; ++number) {
    for (int stage = 0; stage < count; ++stage) {
      for (int side = 0; side < 2; ++side) {
        LilvInstance *running = strip.pairs[number].instances[stage][side].running;
        if (!running) continue;
        lilv_instance_deactivate(running);
        lilv_instance_free(running);
      }
    }
  }
  free(strip.pairs);
}

// The list

static Recipe recipes[most_plugins];
static int recipe_count;

static const Recipe *find(const char *name) {
  for (int index = 0; index < recipe_count; ++index) {
    if (!strcmp(recipes[index].name, name)) return &recipes[index];
  }
  fail(name, "no such plug-in above this line");
  return NULL;
}

static const Recipe *read_plugin(char *name, char *uri, char **rest) {
  if (recipe_count == most_plugins) fail(name, "too many plug-ins");
  Recipe *recipe = &recipes[recipe_count++];
  recipe->name = strdup(name);
  LilvNode *node = lilv_new_uri(world, uri);
  recipe->plugin = lilv_plugins_get_by_uri(lilv_world_get_all_plugins(world), node);
  lilv_node_free(node);
  if (!recipe->plugin) fail(name, "is not installed");
  check_required_features(recipe);
  recipe->width = audio_outputs(recipe->plugin);
  if (recipe->width != 1 && recipe->width != 2) fail(name, "is neither mono nor stereo");
  for (char *word; (word = strtok_r(NULL, " \n", rest));) {
    char *equals = strchr(word, '=');
    if (!equals || recipe->setting_count == most_settings) fail(name, word);
    *equals = 0;
    recipe->settings[recipe->setting_count++] = (Setting){strdup(word), (float)atof(equals + 1)};
  }
  check_settings(recipe);
  return recipe;
}

static void measure_line(char *line, int channels, int runs) {
  char *rest, *name = strtok_r(line, " \n", &rest);
  if (!name || *name == '#') return;
  char *word = strtok_r(NULL, " \n", &rest);
  if (!word) fail(name, "a line without a plug-in");
  const Recipe *stages[most_stages];
  int count = 0;
  if (strcmp(word, "=")) {
    stages[count++] = read_plugin(name, word, &rest);
  } else {
    while ((word = strtok_r(NULL, " \n", &rest))) {
      if (count == most_stages) fail(name, "too many stages");
      stages[count++] = find(word);
    }
  }
  measure_strip(name, stages, count, channels, runs);
}

// Joins lines that end in a backslash.
static bool read_line(char *line, size_t size) {
  size_t length = 0;
  while (fgets(line + length, (int)(size - length), stdin)) {
    length = strlen(line);
    if (length < 2 || line[length - 2] != '\\') return true;
    length -= 2;
  }
  return false;
}

int main(int count, char **arguments) {
  int channels = count == 3 ? atoi(arguments[1]) : 0, runs = count == 3 ? atoi(arguments[2]) : 0;
  if (channels < 2 || channels % 2 || runs < 1) return 2;
  flush_denormals();
  world = lilv_world_new();
  lilv_world_load_all(world);
  set_options();
  noise = new_samples((size_t)channels * block);
  fill_with_noise(noise, (size_t)channels * block);
  for (char line[4096]; read_line(line, sizeof line);) measure_line(line, channels, runs);
  return 0;
}
