#include "testing/databases.h"

#include "base/assert.h"

namespace throughline::testing {
namespace {

template <class T>
T must(Result<T> result) {
  if (!result.ok()) {
    TL_FATAL(result.error().message);
  }
  return *std::move(result);
}

}  // namespace

TestStorage::TestStorage(storage::Dialect dialect, const Change& change) {
  if (dialect == storage::Dialect::postgres) {
    postgres_ = std::make_unique<PostgresTestDatabase>();
    options_.postgres_url = postgres_->url();
  }
  options_.data_directory = directory_.path() + "/data";
  if (change) {
    change(options_);
  }
  reopen();
}

TestStorage::~TestStorage() {
  close();
}

storage::Workspaces& TestStorage::workspaces() {
  return *workspaces_;
}

storage::Database& TestStorage::workspace(WorkspaceId id) {
  if (Result<storage::Database*> found = workspaces_->find(id); found.ok()) {
    return **found;
  }
  const Result<void> created = workspaces_->create(id);
  if (!created.ok() &&
      created.error().code != ErrorCode::conflict) {  // Another thread has made it.
    TL_FATAL(created.error().message);
  }
  return *must(workspaces_->find(id));
}

void TestStorage::close() {
  workspaces_.reset();
}

void TestStorage::reopen() {
  close();
  workspaces_ = must(storage::Workspaces::open(options_, clock_));
}

}  // namespace throughline::testing
