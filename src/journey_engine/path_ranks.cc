#include "journey_engine/path_ranks.h"

#include <algorithm>

namespace throughline::journey_engine {

void add_links(std::vector<std::pair<PathLink, std::uint64_t>> of_depth, std::size_t shown,
               PathRanks& ranks) {
  ranks.all_links += of_depth.size();
  const auto last =
      of_depth.begin() + static_cast<std::ptrdiff_t>(std::min(shown, of_depth.size()));
  std::partial_sort(of_depth.begin(), last, of_depth.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  ranks.links.insert(ranks.links.end(), of_depth.begin(), last);
}

PathRanks ranks_of(const PathTrie& trie, std::size_t length_max, std::size_t shown) {
  PathRanks ranks{.all_paths = trie.size()};
  for (std::size_t length = 1; length <= length_max; ++length) {
    const auto most = most_frequent(trie, length, shown);
    ranks.paths.insert(ranks.paths.end(), most.begin(), most.end());
  }
  std::vector<std::pair<PathLink, std::uint64_t>> of_depth;
  for (const auto& [link, paths] : links_of(trie)) {
    if (!of_depth.empty() && of_depth.front().first.depth != link.depth) {
      add_links(std::move(of_depth), shown, ranks);
      of_depth.clear();
    }
    of_depth.emplace_back(link, paths);
  }
  add_links(std::move(of_depth), shown, ranks);
  return ranks;
}

}  // namespace throughline::journey_engine
