#include "journey_engine/path_ranking.h"

#include <algorithm>
#include <map>

namespace throughline::journey_engine {

PathRanking::PathRanking(const PathCounts& counts, const PathCounts::Side& side, std::size_t shown)
    : counts_(counts), side_(side), shown_(shown), rows_(side.shape.rows()) {}

void PathRanking::count(Worker& worker, std::size_t part) {
  worker.count(static_cast<std::uint32_t>(part), side_.cells, rows_);
}

// Paths of two nodes, where there are longer ones.
std::vector<PathCell32> PathRanking::pairs() const {
  std::vector<PathCell32> pairs;
  for (std::uint32_t row = 0; row < rows_.size(); ++row) {
    if (row % side_.shape.columns() != 0 && rows_[row].paths != 0) {
      pairs.push_back({rows_[row].paths, row});
    }
  }
  return pairs;
}

void PathRanking::rank_codes() {
  const std::uint32_t of_code = side_.shape.rows() / side_.shape.codes;
  std::vector<std::pair<PathPrefix, PathCount>> codes;
  const std::vector<std::uint64_t> customers = counts_.customers_of_codes();
  for (Value code = 0; code < side_.shape.codes; ++code) {
    PathCount count{.customers = customers[code]};
    const std::size_t begin = std::size_t{code} * of_code;
    for (std::size_t row = begin; row < begin + of_code; ++row) {
      count.paths += rows_[row].paths;
    }
    count.ended = side_.shape.nodes == 3 ? rows_[begin].paths : rows_[begin].ended;
    if (count.paths != 0) {
      codes.emplace_back(PathPrefix{code}, count);
    }
  }
  ranks_.all_paths += codes.size();
  std::stable_sort(codes.begin(), codes.end(), [](const auto& one, const auto& other) {
    return one.second.paths > other.second.paths;
  });
  codes.resize(std::min(codes.size(), shown_));
  ranks_.paths = std::move(codes);
}

void PathRanking::rank_links(std::span<const Worker> workers) {
  const std::size_t columns = side_.shape.columns();
  std::vector<std::pair<PathLink, std::uint64_t>> links;
  if (side_.shape.nodes == 3) {
    for (const PathCell32& pair : pairs()) {
      links.emplace_back(PathLink{0, static_cast<Value>(pair.row / columns),
                                  static_cast<Value>(pair.row % columns - 1)},
                         pair.count);
    }
    add_links(std::move(links), shown_, ranks_);
    links.clear();
  }
  for (std::size_t from = 1; from < columns; ++from) {
    for (std::size_t to = 1; to < columns; ++to) {
      std::uint64_t paths = 0;
      for (const Worker& worker : workers) {
        paths += worker.last_pairs()[from * columns + to];
      }
      if (paths != 0) {
        links.emplace_back(PathLink{side_.shape.nodes - 2, static_cast<Value>(from - 1),
                                    static_cast<Value>(to - 1)},
                           paths);
      }
    }
  }
  add_links(std::move(links), shown_, ranks_);
}

void PathRanking::choose(std::span<const Worker> workers) {
  rank_codes();
  rank_links(workers);
  std::vector<PathCell32> longest;
  for (const Worker& worker : workers) {
    ranks_.all_paths += worker.different();
    const auto some = worker.most_frequent();
    longest.insert(longest.end(), some.begin(), some.end());
  }
  std::sort(longest.begin(), longest.end(), comes_first);
  longest.resize(std::min(longest.size(), shown_));
  std::map<std::uint32_t, Chosen> chosen;
  const auto chosen_of = [&](std::uint32_t row) -> Chosen& {
    const std::uint32_t part = row / side_.shape.rows_of_part();
    chosen[part].part = part;
    return chosen[part];
  };
  for (const PathCell32& cell : longest) {
    chosen_of(cell.row).cells.push_back(longest_.size());
    longest_.push_back({.cell = cell});
  }
  if (side_.shape.nodes == 3) {
    std::vector<PathCell32> all = pairs();
    ranks_.all_paths += all.size();
    std::sort(all.begin(), all.end(), comes_first);
    all.resize(std::min(all.size(), shown_));
    for (const PathCell32& pair : all) {
      chosen_of(pair.row).rows.push_back(pairs_.size());
      pairs_.push_back({.cell = pair, .ended = rows_[pair.row].ended});
    }
  }
  for (auto& [part, one] : chosen) {
    chosen_.push_back(std::move(one));
  }
}

void PathRanking::count_customers(std::size_t chosen) {
  const Chosen& one = chosen_[chosen];
  PathCustomers wanted;
  for (const std::size_t cell : one.cells) {
    wanted.cells.push_back(longest_[cell].cell);
  }
  for (const std::size_t row : one.rows) {
    wanted.rows.push_back(pairs_[row].cell);
  }
  journey_engine::count_customers(side_.shape, one.part, side_.cells, wanted);
  for (std::size_t i = 0; i < one.cells.size(); ++i) {
    longest_[one.cells[i]].customers = wanted.cells[i].count;
  }
  for (std::size_t i = 0; i < one.rows.size(); ++i) {
    pairs_[one.rows[i]].customers = wanted.rows[i].count;
  }
}

PathRanks PathRanking::ranks() const {
  PathRanks ranks = ranks_;
  const std::uint32_t columns = side_.shape.columns();
  const auto add = [&](const PathPrefix& prefix, const Shown& shown) {
    ranks.paths.emplace_back(
        prefix,
        PathCount{.paths = shown.cell.count, .customers = shown.customers, .ended = shown.ended});
  };
  for (const Shown& pair : pairs_) {
    add({pair.cell.row / columns, pair.cell.row % columns - 1}, pair);
  }
  for (const Shown& path : longest_) {
    if (side_.shape.nodes == 3) {
      add({path.cell.row / columns, path.cell.row % columns - 1, path.cell.column - 1}, path);
    } else {
      add({path.cell.row, path.cell.column - 1}, path);
    }
  }
  return ranks;
}

}  // namespace throughline::journey_engine
