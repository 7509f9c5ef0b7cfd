// KeptTable: a table of another room that a whole export takes along: segments, maps, dashboards.
// The room describes it; how its rows are written and read is the same for all.
//
// A row is one line, {"segment":{"id":3,"name":..}}. Other rows are named by their public ids,
// people by an identifier of theirs, events by the message that they came with: ids are this
// installation's own.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "storage/database.h"

namespace throughline::transfer {

struct KeptColumn {
  // bytes: what people wrote. json: the same where it is JSON. row: the id of a row of the table
  // `of`. event: the seq of an event, of whom the column before it holds.
  enum class Holds { number, text, bytes, json, row, profile, identifier, event };

  std::string name = {};
  Holds holds = Holds::bytes;
  std::string of = {};
  bool optional = false;  // May be NULL.
};

// A row by its columns, as it would be kept.
using KeptRow = std::map<std::string, storage::Value>;

struct KeptTable {
  std::string name = {};  // Of its lines: "segment".
  std::string table = {};
  // Of its public ids, which are made of `id` and `created_at`. Empty: it has none.
  std::string prefix = {};
  bool has_id = true;
  std::vector<KeptColumn> columns = {};  // But for `id`.
  // What a row here is recognised by as the same one.
  std::vector<std::string> same = {};
  // Error::invalid where a row says what the room would not keep; Error::not_found where it asks
  // for another row that may come later. May be empty.
  std::function<Result<void>(storage::Transaction& tx, const KeptRow& row)> check = {};
  // What the room has to do when rows were put in. May be empty.
  std::function<Result<void>(storage::Transaction& tx)> after = {};
};

}  // namespace throughline::transfer
