#include "storage/database.h"

#include "base/assert.h"

namespace throughline::storage {

Result<std::vector<Row>> Transaction::rows(std::string_view sql, const Arguments& arguments) {
  std::vector<Row> found;
  TL_TRY(each(sql, arguments, [&found](const Row& row) -> Result<void> {
    found.push_back(row);
    return {};
  }));
  return found;
}

Result<Row> Transaction::row(std::string_view sql, const Arguments& arguments) {
  TL_TRY_ASSIGN(std::optional<Row> found, find_row(sql, arguments));
  if (!found) {
    return Error::not_found("not found");
  }
  return *std::move(found);
}

Result<std::optional<Row>> Transaction::find_row(std::string_view sql, const Arguments& arguments) {
  std::optional<Row> first;
  TL_TRY(each(sql, arguments, [&first](const Row& row) -> Result<void> {
    if (!first) {
      first = row;
    }
    return {};
  }));
  return first;
}

Result<void> Transaction::run(std::string_view sql, const Arguments& arguments) {
  return each(sql, arguments, [](const Row&) -> Result<void> { return {}; });
}

Result<std::int64_t> Transaction::insert(std::string_view sql, const Arguments& arguments) {
  if (dialect() == Dialect::sqlite) {
    // RETURNING would make SQLite keep a copy of each page that the statement changes.
    TL_TRY(run(sql, arguments));
    TL_TRY_ASSIGN(const Row created, row("SELECT last_insert_rowid()"));
    return created.at(0).number();
  }
  constexpr std::string_view returning = " RETURNING id";
  std::string whole;
  whole.reserve(sql.size() + returning.size());
  whole.append(sql).append(returning);
  TL_TRY_ASSIGN(const Row created, row(whole, arguments));
  return created.at(0).number();
}

Database::~Database() {
  release_attached();
}

void Database::on_reset(std::function<void()> hook) {
  reset_hooks_.push_back(std::move(hook));
}

void Database::reset() {
  for (const auto& hook : reset_hooks_) {
    hook();
  }
}

void Database::release_attached() {
  while (!attached_.empty()) {
    attached_.pop_back();
  }
}

void Database::keep(std::type_index type, std::shared_ptr<void> object) {
  for (const auto& [kept, unused] : attached_) {
    TL_ASSERT(kept != type);
  }
  attached_.emplace_back(type, std::move(object));
}

void* Database::find(std::type_index type) {
  for (const auto& [kept, object] : attached_) {
    if (kept == type) {
      return object.get();
    }
  }
  TL_ASSERT(!"nothing of this type is attached");
  return nullptr;
}

}  // namespace throughline::storage
