// StepStreams: the steps of cases written behind one another, by the node that each leaves: where
// it led, six bytes each with how long it took. Written by one thread, then read by all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "journey_engine/large_memory.h"

namespace throughline::journey_engine {

class StepStreams {
 public:
  static constexpr std::size_t chunk_steps = 680;
  struct Chunk {
    std::uint16_t to[chunk_steps];
    std::uint32_t took_ms[chunk_steps];
  };
  static constexpr std::uint32_t none = 0xffff'ffff;
  struct End {
    Chunk* chunk = nullptr;
    std::uint32_t size = chunk_steps;  // Of that chunk.
    std::uint32_t mark = 0;            // For whoever writes: what was last written here.
    std::uint32_t number = none;       // Of that chunk.
  };

  explicit StepStreams(std::size_t nodes) : ends_(nodes) {}
  // So that push() need not read it for each step.
  [[nodiscard]] End* ends() { return ends_.data(); }
  void push(End& end, std::uint32_t to, std::uint32_t took_ms) {
    if (end.size == chunk_steps) [[unlikely]] {
      go_on(end);
    }
    end.chunk->to[end.size] = static_cast<std::uint16_t>(to);
    end.chunk->took_ms[end.size] = took_ms;
    ++end.size;
  }
  // body(const Chunk&, size), in the order in which they were written.
  template <class Body>
  void visit(std::size_t node, const Body& body) const {
    const End& end = ends_[node];
    std::vector<const Chunk*> order;
    for (std::uint32_t number = end.number; number != none; number = chunks_[number].before) {
      order.push_back(chunks_[number].chunk);
    }
    for (std::size_t i = order.size(); i-- > 0;) {
      body(*order[i], i == 0 ? std::size_t{end.size} : chunk_steps);
    }
  }

 private:
  // Apart from the chunks, whose memory is read in order.
  struct Place {
    const Chunk* chunk = nullptr;
    std::uint32_t before = none;
  };
  void go_on(End& end) {
    end.chunk = new (memory_.take(sizeof(Chunk), alignof(std::max_align_t))) Chunk;
    end.size = 0;
    chunks_.push_back({end.chunk, end.number});
    end.number = static_cast<std::uint32_t>(chunks_.size() - 1);
  }

  std::vector<End> ends_;
  std::vector<Place> chunks_;
  LargeMemory memory_;
};

}  // namespace throughline::journey_engine
