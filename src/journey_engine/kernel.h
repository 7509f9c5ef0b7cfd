// Kernel: what answers a question, and why nothing faster does.
//
// A question is answered from columns where that gives the same answer as reading every line, which
// always can. Which of the two it is, is decided by the question alone, before anything is read.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

#include "journey_engine/line.h"

namespace throughline::journey_engine {

struct Kernel {
  std::string name = "lines";
  std::string instructions = {};  // The vector instructions that are used, if any.
  std::string because = {};       // Why nothing faster answers; empty if nothing is.

  [[nodiscard]] bool reads_columns() const { return name != "lines"; }
};

// Every line is put together, event by event.
inline Kernel lines_kernel(std::string because) {
  return {.because = std::move(because)};
}
Kernel vector_kernel(std::string name, std::string because = {});

// Into which report a customer goes, by the event that decides (docs/queries.md); the customer and
// the event by their indexes. Null: into none.
template <class Report>
using ReportOf =
    std::function<Report*(const Columns& columns, std::size_t customer, std::size_t event)>;

}  // namespace throughline::journey_engine
