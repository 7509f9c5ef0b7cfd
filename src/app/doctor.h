// Doctor: asks every database whether its invariants hold, says what does not and what to do, and
// makes again what is derived.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "app/invariants.h"
#include "app/throughline.h"

namespace throughline::app {

// `deep` folds all events again and compares the people that come out, whatever their number;
// otherwise only where there are not too many to be held in memory.
struct DoctorOptions {
  bool deep = false;
  const std::atomic<bool>* stop = nullptr;  // Where set and true, the checks end with an error.
};

// One invariant of one database.
struct Finding {
  WorkspaceId workspace = {};  // Zero: the instance.
  std::string check = {};
  std::string states = {};
  std::int64_t broken = 0;
  std::string example = {};  // An id, never a customer's data.
  std::string advice = {};   // Where broken.
  Repair repair = Repair::none;
  std::string skipped = {};  // Why it was not asked.
};

// While the program runs or not; changes nothing.
Result<std::vector<Finding>> examine(Throughline& throughline, const DoctorOptions& options);

// Makes again what these findings say is derived and wrong. Only in a program that was just opened
// and serves nobody: afterwards it must be opened again.
Result<void> repair(Throughline& throughline, const std::vector<Finding>& findings);

// {"healthy": true, "checks": [...]}; `repaired` names the checks that were broken before.
std::string to_json(const std::vector<Finding>& findings, const std::vector<Finding>& before = {});

bool all_hold(const std::vector<Finding>& findings);

}  // namespace throughline::app
