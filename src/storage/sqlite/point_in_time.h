// Bringing a copy of a database to what it was at an instant, with the pages that were archived.
//
// Whole runs of pages are put over it, from before the copy was taken: whatever of them it held
// already comes again, in the same order. Errors are invalid, and say what is missing or altered.
#pragma once

#include <string>

#include "base/result.h"
#include "base/time.h"
#include "storage/sealed_file.h"

namespace throughline::storage::sqlite {

// What is archived of one database.
struct Archived {
  std::string name = {};    // Of the database, for messages.
  std::string folder = {};  // Of its segments.
  SealKey key = {};
};

// `file` is a copy that nobody has open, taken at `taken_at` or later and before `until`, which is
// a whole second.
Result<void> bring_to(const std::string& file, const Archived& archived, Time taken_at, Time until);

// Makes `file` from the archive alone. False: the database was made after `until`.
Result<bool> bring_from_nothing(const std::string& file, const Archived& archived, Time until);

}  // namespace throughline::storage::sqlite
