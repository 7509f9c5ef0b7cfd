// PartStreams: values written behind one another, part by part, very many and each once; read back
// in the same order. Written by one thread, then read by all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "journey_engine/large_memory.h"

namespace throughline::journey_engine {

template <class Item>
class PartStreams {
 public:
  explicit PartStreams(std::size_t parts) : ends_(parts) {}

  struct End {
    Item* next = nullptr;
    std::uint32_t mark = 0;  // For whoever writes: what was last written here.
    std::uint32_t chunk = none;
  };
  // So that push() need not read it for each value.
  [[nodiscard]] End* ends() { return ends_.data(); }
  void push(End& end, Item item) {
    if (reinterpret_cast<std::uintptr_t>(end.next) % chunk_bytes == 0) [[unlikely]] {
      go_on(end);
    }
    *end.next++ = item;
  }
  // body(std::span<const Item>), piece by piece.
  template <class Body>
  void visit(std::size_t part, const Body& body) const {
    const End& end = ends_[part];
    std::vector<std::uint32_t> order;
    for (std::uint32_t chunk = end.chunk; chunk != none; chunk = chunks_[chunk].before) {
      order.push_back(chunk);
    }
    for (std::size_t i = order.size(); i-- > 0;) {
      const Item* const begin = chunks_[order[i]].begin;
      const Item* const last = i == 0 ? end.next : begin + chunk_bytes / sizeof(Item);
      body(std::span<const Item>(begin + 1, last));
    }
  }

 private:
  // The first place of a chunk is not used: so only behind its last one an address is a multiple.
  static constexpr std::size_t chunk_bytes = 4096;
  static constexpr std::uint32_t none = 0xffff'ffff;
  struct Chunk {
    const Item* begin = nullptr;
    std::uint32_t before = none;
  };
  void go_on(End& end) {
    auto* const begin = reinterpret_cast<Item*>(memory_.take(chunk_bytes, chunk_bytes));
    chunks_.push_back({begin, end.chunk});
    end.chunk = static_cast<std::uint32_t>(chunks_.size() - 1);
    end.next = begin + 1;
  }

  std::vector<End> ends_;
  std::vector<Chunk> chunks_;
  LargeMemory memory_;
};

}  // namespace throughline::journey_engine
