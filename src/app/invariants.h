// Invariants: what must hold in a database whatever happened, as questions that count what breaks
// them. Values only; doctor.h asks them.
#pragma once

#include <string_view>
#include <vector>

namespace throughline::app {

// What is derived and how it is made again.
enum class Repair { none, index, people, list, dead_letter_sizes };

struct Invariant {
  std::string_view name;    // room/what
  std::string_view states;  // A sentence that is true of a sound database.
  // Gives a column `subject` with the id of each row that breaks it. {{covered}}: the event `e` is
  // within what the people list has followed. Understood by both dialects.
  std::string_view sql;
  Repair repair = Repair::none;
  std::string_view advice = "restore a backup, or ask for help with this output";
};

const std::vector<Invariant>& workspace_invariants();
const std::vector<Invariant>& instance_invariants();

}  // namespace throughline::app
