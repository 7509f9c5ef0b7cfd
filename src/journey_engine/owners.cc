#include "journey_engine/owners.h"

namespace throughline::journey_engine {
namespace {

constexpr std::int64_t page_size = Owners::page_ids;

std::int64_t page_of(IdentifierId identifier) {
  return identifier.value >> 12;  // Downwards, for negative ids too.
}
std::size_t place_of(IdentifierId identifier) {
  return static_cast<std::size_t>(identifier.value & (page_size - 1));
}
static_assert(page_size == 1 << 12);

}  // namespace

Owners::Owners(const Pages& pages) {
  for (const auto& [number, page] : pages) {
    pages_[number] = {.page = std::make_shared<Page>(*page)};
  }
}

CustomerId Owners::find(IdentifierId identifier) const {
  const auto found = pages_.find(page_of(identifier));
  return found == pages_.end() ? CustomerId{} : found->second.page->owners[place_of(identifier)];
}

void Owners::set(IdentifierId identifier, CustomerId owner) {
  Held& held = pages_[page_of(identifier)];
  if (held.page == nullptr) {
    held.page = std::make_shared<Page>();
  } else if (held.shared) {
    held.page = std::make_shared<Page>(*held.page);
  }
  held.shared = false;
  held.page->owners[place_of(identifier)] = owner;
}

void Owners::each(const std::function<void(IdentifierId)>& sink) const {
  for (const auto& [number, held] : pages_) {
    for (std::size_t place = 0; place < page_ids; ++place) {
      if (held.page->owners[place]) {
        sink({number * page_size + static_cast<std::int64_t>(place)});
      }
    }
  }
}

Owners::Pages Owners::share() {
  Pages pages;
  for (auto& [number, held] : pages_) {
    held.shared = true;
    pages.emplace_hint(pages.end(), number, held.page);
  }
  return pages;
}

}  // namespace throughline::journey_engine
