// The order of things with ids: where they stand, and which have moved. Pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace throughline::journey_maps {

// The places of a longest run of numbers that only rises.
std::vector<bool> longest_rise(const std::vector<std::size_t>& numbers);

template <class Item>
std::map<std::string, std::size_t> places_by_id(const std::vector<Item>& items) {
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < items.size(); ++i) {
    places.emplace(items[i].id, i);
  }
  return places;
}

// Ids of items in both lists that are not where their order would have them.
template <class Item>
std::vector<std::string> moved_ids(const std::vector<Item>& before,
                                   const std::vector<Item>& after) {
  const auto places = places_by_id(before);
  std::vector<std::size_t> numbers;
  std::vector<std::string> ids;
  for (const Item& item : after) {
    if (const auto found = places.find(item.id); found != places.end()) {
      numbers.push_back(found->second);
      ids.push_back(item.id);
    }
  }
  const std::vector<bool> stayed = longest_rise(numbers);
  std::vector<std::string> moved;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!stayed[i]) {
      moved.push_back(ids[i]);
    }
  }
  return moved;
}

template <class Item>
auto find_by_id(std::vector<Item>& items, const std::string& id) {
  return std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
}
template <class Item>
auto find_by_id(const std::vector<Item>& items, const std::string& id) {
  return std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
}

}  // namespace throughline::journey_maps
