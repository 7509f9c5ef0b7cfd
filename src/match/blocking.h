// Blocking: which pairs of records are compared at all. Several passes, each of which brings those
// together that share a key (the same date of birth; names that sound alike); one error in a record
// spoils some keys, hardly all.
//
// A block that would cost more than its pass may is not left out, but where the pass is a coarse
// one that only small sets can afford: its records are sorted and each is paired with its next
// neighbours (M. A. Hernandez and S. J. Stolfo, "The merge/purge problem for large databases",
// SIGMOD 1995). So work and memory grow with the number of records, whatever the values are.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "match/records.h"

namespace throughline::match {

struct BlockingLimits {
  std::uint64_t pairs_per_record_max = 20;  // Per pass, on average;
  std::uint64_t pairs_min = 200'000;        // but this many are always allowed.
  std::size_t window = 10;                  // Neighbours within a block that is too large.
};

struct PassReport {
  std::string name = {};
  std::uint64_t blocks = 0;  // Of at least two records.
  std::uint64_t pairs = 0;
  std::uint64_t blocks_too_large = 0;
};

// Keeps four bytes per record and key, and eight per record and pass. Only reads once it is made.
class Blocking {
 public:
  explicit Blocking(const Records& records, const BlockingLimits& limits = {});

  using Visit = std::function<void(RecordIndex, RecordIndex)>;
  // Each pair once, the lower index first; one that only neighbourhoods bring together may come
  // more than once.
  void each_pair(const Visit& visit) const;

  // Whether some block that was not too large holds both.
  [[nodiscard]] bool holds(RecordIndex a, RecordIndex b) const;
  [[nodiscard]] const std::vector<PassReport>& reports() const { return reports_; }

 private:
  enum class Transform { whole, sound, year, month_and_day, local_part, initial };
  struct Part {
    FieldRole role;
    Transform transform;
  };
  struct KeyField {
    std::size_t field;
    Transform transform;
  };
  struct Entry {
    std::uint32_t key;
    RecordIndex record;
  };
  struct Pass {
    std::string name = {};
    std::vector<KeyField> parts = {};
    bool in_any_order = false;
    bool is_coarse = false;  // Blocks that are too large are left out: other passes see to them.
    std::size_t first_key = 0;
    std::size_t keys = 1;
    std::vector<Entry> entries = {};  // Sorted; of blocks within the limit.
    std::vector<std::vector<RecordIndex>> windowed = {};
  };

  Pass* add_pass(std::string name, const std::vector<Part>& parts);
  void add_passes();
  void add_field_pass(std::string name, std::size_t field, Transform transform);
  void write_keys(const Pass& pass, std::size_t number);
  [[nodiscard]] std::uint32_t part_key(const KeyField& part, ValueIndex value) const;
  struct Block {
    std::size_t from, to;
    std::uint64_t cost;
  };
  [[nodiscard]] std::vector<Entry> entries_of(const Pass& pass) const;
  [[nodiscard]] std::vector<Block> blocks_of(const std::vector<Entry>& entries) const;
  void fill(Pass& pass, const BlockingLimits& limits, std::size_t number);
  void take_out(Pass& pass, const std::vector<Entry>& entries, const Block& block,
                std::size_t number);
  [[nodiscard]] std::uint64_t cost(const std::vector<Entry>& entries, std::size_t from,
                                   std::size_t to) const;
  void sort_neighbours(std::vector<RecordIndex>& block, std::size_t first_field) const;
  [[nodiscard]] bool met_before(RecordIndex a, RecordIndex b, std::size_t pass,
                                std::uint32_t key) const;
  void visit_blocks(const Pass& pass, std::size_t number, const Visit& visit) const;
  void visit_windows(const Pass& pass, const Visit& visit) const;

  const Records& records_;
  bool two_sides_ = false;
  std::size_t window_ = 0;
  std::vector<Pass> passes_;
  std::vector<PassReport> reports_;
  std::size_t width_ = 0;            // Keys of a record over all passes.
  std::vector<std::uint32_t> keys_;  // 0 for none, and for those of blocks that were too large.
};

}  // namespace throughline::match
