// PathRanking: which paths of PathCounts are taken most, and by how many customers.
//
// The parts of its table are counted on any number of threads.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "journey_engine/path_counts.h"
#include "journey_engine/path_ranks.h"

namespace throughline::journey_engine {

// Ranks the paths of one side: first count(), then customers(), of each index below work(), on any
// threads, each with a worker of its own and ascending indexes; between the two choose().
class PathRanking {
 public:
  PathRanking(const PathCounts& counts, const PathCounts::Side& side, std::size_t shown);

  using Worker = PathPartCounter;
  [[nodiscard]] Worker worker() const { return {side_.shape, shown_}; }
  [[nodiscard]] std::size_t parts() const { return side_.shape.parts(); }
  void count(Worker& worker, std::size_t part);

  void choose(std::span<const Worker> workers);
  [[nodiscard]] std::size_t chosen_parts() const { return chosen_.size(); }
  void count_customers(std::size_t chosen);

  [[nodiscard]] PathRanks ranks() const;

 private:
  struct Shown {
    PathCell32 cell = {};
    std::uint64_t customers = 0;
    std::uint64_t ended = 0;
  };
  struct Chosen {
    std::uint32_t part = 0;
    std::vector<std::size_t> cells = {};  // In longest_.
    std::vector<std::size_t> rows = {};   // In pairs_.
  };
  [[nodiscard]] std::vector<PathCell32> pairs() const;
  void rank_codes();
  void rank_rows();
  void rank_links(std::span<const Worker> workers);

  const PathCounts& counts_;
  const PathCounts::Side& side_;
  std::size_t shown_;
  std::vector<PathPartCounter::Row> rows_;
  std::vector<Shown> longest_;
  std::vector<Shown> pairs_;  // Of paths of three: the first two.
  std::vector<Chosen> chosen_;
  PathRanks ranks_;
};

}  // namespace throughline::journey_engine
