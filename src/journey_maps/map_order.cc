#include "journey_maps/map_order.h"

namespace throughline::journey_maps {

std::vector<bool> longest_rise(const std::vector<std::size_t>& numbers) {
  std::vector<std::size_t> length(numbers.size(), 1);
  std::vector<std::size_t> previous(numbers.size(), numbers.size());
  std::size_t last = numbers.size();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (numbers[j] < numbers[i] && length[j] + 1 > length[i]) {
        length[i] = length[j] + 1;
        previous[i] = j;
      }
    }
    if (last == numbers.size() || length[i] > length[last]) {
      last = i;
    }
  }
  std::vector<bool> in(numbers.size(), false);
  for (std::size_t i = last; i < numbers.size(); i = previous[i]) {
    in[i] = true;
  }
  return in;
}

}  // namespace throughline::journey_maps
