// Times one FAUST program, or renders its answer to an impulse.
//
//   NAME CHANNELS RUNS             one instance a channel, all adding into shared buses; JSON
//   NAME impulse SECONDS FILE      an impulse of 1 in every input, as a WAV file of 32-bit floats
//
// Compiled with -DPROGRAM='"generated.h"', whose class is Program.
#include <faust/dsp/dsp.h>
#include <faust/gui/UI.h>
#include <faust/gui/meta.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include PROGRAM
#include "peer.h"

namespace {

/// Instances of the program side by side: the outputs of all are summed, bus by bus.
class Bank {
 public:
  explicit Bank(int instances) {
    for (int number = 0; number < instances; ++number) {
      programs.push_back(std::make_unique<Program>());
      programs.back()->init(sample_rate);
    }
    inputs = programs[0]->getNumInputs();
    outputs = programs[0]->getNumOutputs();
    input = new_samples(size_t(instances) * inputs * block);
    output = new_samples(size_t(outputs) * block);
    buses = new_samples(size_t(outputs) * block);
    fill_with_noise(input, size_t(instances) * inputs * block);
  }

  void render() {
    std::fill_n(buses, outputs * block, 0.0f);
    std::vector<float*>::size_type at = 0;
    for (auto& program : programs) {
      float* in[2] = {input + at * block, input + (at + 1) * block};
      float* out[16];
      for (int bus = 0; bus < outputs; ++bus) out[bus] = output + bus * block;
      program->compute(block, in, out);
      for (int index = 0; index < outputs * block; ++index) buses[index] += output[index];
      at += inputs;
    }
  }

  /// A number that says whether anything is heard: the mean power of the buses, in dBFS.
  double power() const {
    double sum = 0;
    int count = outputs * block;
    for (int index = 0; index < count; ++index) sum += double(buses[index]) * buses[index];
    return 10 * std::log10(sum / count);
  }

 private:
  std::vector<std::unique_ptr<Program>> programs;
  int inputs, outputs;
  float *input, *output, *buses;
};

void put(std::string& bytes, uint32_t value, int count) {
  for (int byte = 0; byte < count; ++byte) bytes += char(value >> (8 * byte));
}

/// A WAV file's header for `channels` channels of 32-bit floats.
std::string header(int channels, uint32_t frames) {
  uint32_t size = frames * uint32_t(channels) * 4;
  std::string bytes = "RIFF";
  put(bytes, 36 + size, 4);
  bytes += "WAVEfmt ";
  put(bytes, 16, 4);
  put(bytes, 3, 2);  // IEEE floats
  put(bytes, uint32_t(channels), 2);
  put(bytes, sample_rate, 4);
  put(bytes, sample_rate * uint32_t(channels) * 4, 4);
  put(bytes, uint32_t(channels) * 4, 2);
  put(bytes, 32, 2);
  bytes += "data";
  put(bytes, size, 4);
  return bytes;
}

int write_impulse_response(double seconds, const char* path) {
  auto program = std::make_unique<Program>();
  program->init(sample_rate);
  int inputs = program->getNumInputs(), outputs = program->getNumOutputs();
  uint32_t frames = uint32_t(seconds * sample_rate) / block * block;
  std::string bytes = header(outputs, frames);
  std::vector<float> samples(size_t(inputs + outputs) * block);
  std::vector<float*> in, out;
  for (int number = 0; number < inputs; ++number) in.push_back(&samples[size_t(number) * block]);
  for (int number = 0; number < outputs; ++number)
    out.push_back(&samples[size_t(inputs + number) * block]);
  for (uint32_t frame = 0; frame < frames; frame += block) {
    for (auto* samples : in) samples[0] = frame == 0;
    program->compute(block, in.data(), out.data());
    for (int at = 0; at < block; ++at) {
      for (auto* samples : out) {
        uint32_t bits;
        std::memcpy(&bits, samples + at, sizeof bits);
        put(bytes, bits, 4);
      }
    }
  }
  FILE* file = std::fopen(path, "wb");
  bool isWritten = file && std::fwrite(bytes.data(), bytes.size(), 1, file) == 1;
  if (file) isWritten = std::fclose(file) == 0 && isWritten;
  if (!isWritten) std::perror(path);
  return isWritten ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  flush_denormals();
  if (count == 5 && std::string(arguments[2]) == "impulse") {
    return write_impulse_response(std::atof(arguments[3]), arguments[4]);
  }
  if (count != 4) return 2;
  int channels = std::atoi(arguments[2]), runs = std::atoi(arguments[3]);
  if (channels < 1 || runs < 1) return 2;
  Bank bank(channels);
  measure(arguments[1], channels, runs,
          [](void* bank) { static_cast<Bank*>(bank)->render(); }, &bank);
  if (!(bank.power() > -60)) {
    std::fprintf(stderr, "%s: the output is silent\n", arguments[1]);
    return 1;
  }
  return 0;
}
