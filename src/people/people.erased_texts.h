// Erased texts: what people wrote into the tables of any room, without somebody who is erased.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "people/mentions.h"
#include "storage/database.h"

namespace throughline::people {

struct TextColumns {
  std::string table = {};
  std::vector<std::string> keys = {"id"};  // What tells its rows apart.
  std::vector<std::string> columns = {};   // Bytes, never NULL; JSON stays JSON.
};

// How many rows changed. Reads the whole table: for what people wrote, not for what comes in.
Result<std::int64_t> erase_from_texts(storage::Transaction& tx, const TextColumns& texts,
                                      const Mentions& mentions);

}  // namespace throughline::people
