// Import: one file that comes in, how far it is, and what became of its rows. Values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"

namespace throughline::transfer {

using ImportId = Id<struct ImportTag>;

// uploaded: waits for its mapping.
enum class ImportState { uploaded, waiting, running, done, failed, cancelled };
std::string_view name_of(ImportState state);
Result<ImportState> parse_import_state(std::string_view name);
[[nodiscard]] bool is_over(ImportState state);

struct ImportCounts {
  std::int64_t rows = 0;  // Taken from the file so far.
  std::int64_t bytes_done = 0;
  std::int64_t accepted = 0;  // Events; a row may make several.
  std::int64_t repeated = 0;
  std::int64_t collided = 0;
  std::int64_t refused = 0;
};

struct Import {
  ImportId id = {};
  std::string name = {};
  std::string path = {};
  bool uploaded = false;
  std::string mapping = {};
  SourceId source = {};
  ImportState state = ImportState::uploaded;
  std::string error = {};
  std::int64_t bytes = 0;
  ImportCounts counts = {};
  Time created_at = {};
  std::optional<Time> finished_at = {};
};

struct RefusedRow {
  std::int64_t id = 0;  // In the order of the file.
  std::int64_t line = 0;
  std::string reason = {};
  std::string detail = {};
  std::string content = {};
};

}  // namespace throughline::transfer
