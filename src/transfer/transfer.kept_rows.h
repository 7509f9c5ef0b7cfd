// KeptRows: the rows of kept tables as lines of an export, and such lines as rows again.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "codec/json_view.h"
#include "storage/database.h"
#include "transfer/transfer.kept_table.h"

namespace throughline::people {
class People;
}
namespace throughline::timeline {
class Timeline;
}

namespace throughline::transfer {

// Filled while the program starts, then only read.
class KeptRows {
 public:
  // Both must outlive this.
  KeptRows(people::People& people, timeline::Timeline& timeline)
      : people_(people), timeline_(timeline) {}

  // In this order they are written: each after those that its rows name.
  void add(KeptTable table) { tables_.push_back(std::move(table)); }
  [[nodiscard]] bool has(std::string_view name) const;

  struct Page {
    std::string lines = {};
    std::string next = {};  // Asks for the page after it; empty: this was the last.
  };
  // The first page, with an empty cursor, or the one that `next` of the page before asked for.
  Result<Page> page(storage::Transaction& tx, std::string_view cursor);

  enum class Taken { put_in, repeated };
  // What is there already stays as it is. Error::invalid: it cannot be here, and why.
  Result<Taken> take(storage::Transaction& tx, std::string_view name, codec::JsonView line);
  // When the last line of a file has been taken.
  Result<void> conclude(storage::Transaction& tx);

 private:
  class Writing;
  class Reading;

  people::People& people_;
  timeline::Timeline& timeline_;
  std::vector<KeptTable> tables_;
};

}  // namespace throughline::transfer
