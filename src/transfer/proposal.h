// What a file seems to hold, and a mapping to start from. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "transfer/mapping.h"

namespace throughline::transfer {

struct ProposedColumn {
  std::string name = {};
  std::vector<std::string> samples = {};  // The first few that are not empty.
  std::string role = {};                  // As in a simple mapping.
};

struct Proposal {
  FileFormat format = FileFormat::csv;
  char separator = ',';
  DateOrder date_order = DateOrder::iso;
  EventKind kind = EventKind::identify;
  std::string event = {};  // Of track, where no column says it.
  std::string log = {};    // Of an event log: what tells its cases from those of others.
  bool others = false;     // Columns that were not seen yet are properties too.
  std::vector<ProposedColumn> columns = {};
};

// Whether a text is all of a file, or its beginning, whose last row may be cut off.
enum class Extent { whole, beginning };

Result<Proposal> propose(std::string_view beginning, Extent extent, std::string_view file_name);

// The simple mapping that a proposal comes to, as JSON.
std::string mapping_of(const Proposal& proposal);

}  // namespace throughline::transfer
