// Owners: which customer each identifier belongs to.
//
// Identifiers are numbered from 1 by the record, so the map is pages of consecutive ids: 8 bytes
// for each. Used by the engine's writer alone; a copy made with share() may be read by others.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>

#include "base/id.h"
#include "journey_engine/line.h"

namespace throughline::journey_engine {

class Owners {
 public:
  static constexpr std::size_t page_ids = 4096;
  struct Page {
    std::array<CustomerId, page_ids> owners = {};
  };
  using Pages = std::map<std::int64_t, std::shared_ptr<const Page>>;

  Owners() = default;
  explicit Owners(const Pages& pages);

  // No customer: the identifier is unknown.
  [[nodiscard]] CustomerId find(IdentifierId identifier) const;
  void set(IdentifierId identifier, CustomerId owner);
  // Every identifier that has an owner, in the order of their ids.
  void each(const std::function<void(IdentifierId)>& sink) const;
  // The map as it is now; pages that change afterwards are copied first.
  [[nodiscard]] Pages share();
  [[nodiscard]] std::size_t memory() const { return pages_.size() * sizeof(Page); }

 private:
  struct Held {
    std::shared_ptr<Page> page;
    bool shared = false;
  };
  std::map<std::int64_t, Held> pages_;
};

}  // namespace throughline::journey_engine
