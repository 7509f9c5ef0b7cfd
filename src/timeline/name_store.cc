#include "timeline/name_store.h"

#include <utility>

#include "timeline/digest.h"

namespace throughline::timeline {
namespace {

constexpr std::size_t cached_names_max = 16'384;
constexpr std::size_t cached_name_bytes_max = 256;

}  // namespace

Result<std::optional<std::int64_t>> Names::find(storage::Transaction& tx, std::string_view name) {
  if (name.empty()) {
    return std::optional<std::int64_t>(0);
  }
  TL_TRY_ASSIGN(const std::optional<storage::Row> row,
                tx.find_row("SELECT id FROM event_names WHERE digest = ?",
                            {storage::Bytes{digest_of(name)}}));
  return row ? std::optional<std::int64_t>(row->at(0).number()) : std::nullopt;
}

Result<std::int64_t> Names::number_of(storage::Transaction& tx, std::string_view name) {
  if (name.empty()) {
    return std::int64_t{0};
  }
  const auto cached = std::as_const(cache_).with([&](const Cache& cache) {
    const auto found = cache.find(name);
    return found == cache.end() ? std::int64_t{0} : found->second;
  });
  if (cached != 0) {
    return cached;
  }
  TL_TRY_ASSIGN(std::optional<std::int64_t> number, find(tx, name));
  if (!number) {
    TL_TRY(tx.run("INSERT INTO event_names (digest, name) VALUES (?, ?) ON CONFLICT DO NOTHING",
                  {storage::Bytes{digest_of(name)}, storage::Bytes{std::string(name)}}));
    TL_TRY_ASSIGN(number, find(tx, name));
  }
  if (!number) {
    return Error::unavailable("another unit is adding the same name; please try again");
  }
  if (name.size() <= cached_name_bytes_max) {
    // Only after the commit: the unit that made the number may still roll back.
    tx.after_commit(storage::Stage::cache,
                    [this, name = std::string(name), number = *number] { remember(name, number); });
  }
  return *number;
}

void Names::remember(std::string_view name, std::int64_t number) {
  cache_.with([&](Cache& cache) {
    if (cache.size() >= cached_names_max) {
      cache.clear();
    }
    cache.emplace(name, number);
  });
}

void Names::forget() {
  cache_.with([](Cache& cache) { cache.clear(); });
}

}  // namespace throughline::timeline
