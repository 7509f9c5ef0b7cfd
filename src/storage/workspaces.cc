#include "storage/workspaces.h"

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "base/assert.h"
#include "base/log.h"
#include "storage/backend.h"
#include "storage/directory_lock.h"
#include "storage/files.h"
#include "storage/installation_backup.h"
#include "storage/log_archive.h"

namespace throughline::storage {
namespace {

constexpr WorkspaceId the_instance = {};

Result<std::unique_ptr<Database>> open_migrated(Backend& backend, WorkspaceId id,
                                                const Clock& clock,
                                                const std::vector<Migration>& known) {
  TL_TRY_ASSIGN(std::unique_ptr<Database> database, backend.open(id));
  const auto backup = [&](std::string_view version) { return backend.back_up(id, version); };
  TL_TRY(
      apply_migrations(*database, id ? Scope::workspace : Scope::instance, clock, backup, known));
  return database;
}

// A workspace that somebody asked for. Its lock is held while it opens, so that others wait for
// this one and not for each other.
struct Entry {
  std::mutex opening;
  std::atomic<std::thread::id> opener = {};
  std::unique_ptr<Database> database;
  std::atomic<Database*> ready = nullptr;
};

}  // namespace

class Workspaces::Impl {
 public:
  Impl(StorageOptions options, const Clock& clock, const std::vector<Migration>& known,
       std::unique_ptr<DirectoryLock> lock)
      : options_(std::move(options)),
        clock_(clock),
        known_(known),
        lock_(std::move(lock)),
        backend_(make_backend(options_)) {}

  Result<void> find_archive() {
    TL_TRY_ASSIGN(archive_, LogArchive::find(options_.data_directory, clock_));
    if (archive_ != nullptr) {
      backend_->archive_into(*archive_);
    }
    return {};
  }

  Result<void> open_instance() {
    TL_TRY(backend_->make(the_instance));
    TL_TRY_ASSIGN(instance_, open_migrated(*backend_, the_instance, clock_, known_));
    return {};
  }

  Database& instance() { return *instance_; }
  [[nodiscard]] const StorageOptions& options() const { return options_; }

  void on_open(OpenHook hook) {
    const std::shared_lock lock(mutex_);
    TL_ASSERT(entries_.empty());
    hooks_.push_back(std::move(hook));
  }

  Result<Database*> find(WorkspaceId id) {
    if (Entry* const entry = known(id); entry != nullptr) {
      if (Database* const ready = entry->ready.load(std::memory_order_acquire)) {
        return ready;
      }
    }
    if (!id) {
      return Error::not_found("no such workspace");
    }
    return open(id);
  }

  Result<void> create(WorkspaceId id) {
    TL_ASSERT(id.value > 0);
    TL_TRY_ASSIGN(const bool exists, backend_->exists(id));
    if (exists) {
      TL_TRY(find(id));
      return {};
    }
    TL_TRY(make_directories(workspace_directory(options_, id)));
    TL_TRY(backend_->make(id));
    TL_TRY(find(id));
    return {};
  }

 private:
  Entry* known(WorkspaceId id) {
    const std::shared_lock lock(mutex_);
    const auto found = entries_.find(id);
    return found == entries_.end() ? nullptr : found->second.get();
  }

  Entry& entry_of(WorkspaceId id) {
    const std::unique_lock lock(mutex_);
    std::unique_ptr<Entry>& entry = entries_[id];
    if (entry == nullptr) {
      entry = std::make_unique<Entry>();
    }
    return *entry;
  }

  Result<Database*> open(WorkspaceId id) {
    TL_TRY_ASSIGN(const bool exists, backend_->exists(id));
    if (!exists) {
      return Error::not_found("no such workspace");
    }
    Entry& entry = entry_of(id);
    // A hook that reaches its own workspace through a facade.
    if (entry.opener.load() == std::this_thread::get_id()) {
      return entry.database.get();
    }
    const std::lock_guard lock(entry.opening);
    if (Database* const ready = entry.ready.load()) {
      return ready;
    }
    TL_TRY_ASSIGN(entry.database, open_migrated(*backend_, id, clock_, known_));
    entry.opener = std::this_thread::get_id();
    Result<void> hooked = run_hooks(id, *entry.database);
    entry.opener = std::thread::id();
    if (!hooked.ok()) {
      log(LogLevel::error, "a workspace could not be opened",
          {{"workspace", std::to_string(id.value)}, {"why", hooked.error().message}});
      entry.database.reset();
      return std::move(hooked).error();
    }
    entry.ready.store(entry.database.get(), std::memory_order_release);
    return entry.database.get();
  }

  Result<void> run_hooks(WorkspaceId id, Database& database) {
    for (const OpenHook& hook : hooks_) {
      TL_TRY(hook(id, database));
    }
    return {};
  }

  // Destroyed in reverse: workspaces, the instance, their archive, the lock.
  const StorageOptions options_;
  const Clock& clock_;
  const std::vector<Migration>& known_;
  const std::unique_ptr<DirectoryLock> lock_;
  std::unique_ptr<LogArchive> archive_;
  const std::unique_ptr<Backend> backend_;
  std::unique_ptr<Database> instance_;
  std::vector<OpenHook> hooks_;
  std::shared_mutex mutex_;
  std::map<WorkspaceId, std::unique_ptr<Entry>> entries_;
};

Workspaces::Workspaces(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Workspaces::~Workspaces() = default;

Result<std::unique_ptr<Workspaces>> Workspaces::open(const StorageOptions& options,
                                                     const Clock& clock,
                                                     const std::vector<Migration>& known) {
  TL_TRY(make_directories(options.data_directory));
  TL_TRY_ASSIGN(std::unique_ptr<DirectoryLock> lock,
                DirectoryLock::acquire(options.data_directory));
  if (restore_is_unfinished(options.data_directory)) {
    return Error::conflict("a restore into " + options.data_directory +
                           " did not finish; restore again, into the same directory");
  }
  auto impl = std::make_unique<Impl>(options, clock, known, std::move(lock));
  TL_TRY(impl->find_archive());
  TL_TRY(impl->open_instance());
  return std::unique_ptr<Workspaces>(new Workspaces(std::move(impl)));
}

Database& Workspaces::instance() {
  return impl_->instance();
}
void Workspaces::on_open(OpenHook hook) {
  impl_->on_open(std::move(hook));
}
Result<Database*> Workspaces::find(WorkspaceId id) {
  return impl_->find(id);
}
Result<void> Workspaces::create(WorkspaceId id) {
  return impl_->create(id);
}
const std::string& Workspaces::data_directory() const {
  return impl_->options().data_directory;
}
std::string Workspaces::directory_of(WorkspaceId id) const {
  return workspace_directory(impl_->options(), id);
}

Result<void> restore_backup(const StorageOptions& options, WorkspaceId id,
                            const std::string& backup) {
  TL_TRY_ASSIGN(const std::unique_ptr<DirectoryLock> lock,
                DirectoryLock::acquire(options.data_directory));
  return make_backend(options)->restore(id, backup);
}

}  // namespace throughline::storage
