#include "transfer/import.h"

#include <array>

#include "base/name_table.h"

namespace throughline::transfer {
namespace {

constexpr std::array<std::string_view, 6> state_names = {"uploaded", "waiting", "running",
                                                         "done",     "failed",  "cancelled"};

}  // namespace

std::string_view name_of(ImportState state) {
  return name_in(state_names, state);
}

Result<ImportState> parse_import_state(std::string_view name) {
  return parse_name<ImportState>(state_names, name, "state of an import");
}

bool is_over(ImportState state) {
  return state >= ImportState::done;
}

}  // namespace throughline::transfer
