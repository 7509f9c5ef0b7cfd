#include "transfer/transfer.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "access/access.h"
#include "base/clock.h"
#include "base/time.h"
#include "codec/json_writer.h"
#include "collect/collect.h"
#include "event/public_id.h"
#include "jobs/jobs.h"
#include "storage/files.h"
#include "storage/workspaces.h"
#include "transfer/import_store.h"
#include "transfer/input_file.h"

namespace throughline::transfer {
namespace {

using storage::Transaction;

constexpr std::string_view job_kind = "import";
constexpr std::size_t beginning_bytes = 256 * 1024;
constexpr std::size_t preview_rows = 20;
constexpr std::size_t imports_listed = 100;
constexpr std::size_t name_bytes_max = 500;
constexpr std::int64_t waits_us_max = 24 * us_per_hour;  // For its mapping.

// "contacts" of "contacts.csv", "log" of "log.xes.gz": the same from the command line and the
// browser.
std::string without_ending(std::string name) {
  if (name.ends_with(".gz")) {
    name.resize(name.size() - 3);
  }
  const std::size_t dot = name.find_last_of('.');
  return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text += (text.empty() ? "" : ", ") + name;
    if (text.size() > name_bytes_max) {
      return text + ", ...";
    }
  }
  return text;
}

std::string target_of(ImportId id) {
  return "import:" + std::to_string(id.value);
}

}  // namespace

Transfer::Transfer(storage::Workspaces& workspaces, access::Access& access,
                   timeline::Timeline& timeline, people::People& people, collect::Collect& collect,
                   Clock& clock)
    : workspaces_(workspaces),
      access_(access),
      timeline_(timeline),
      people_(people),
      collect_(collect),
      clock_(clock),
      kept_(people, timeline) {
  people_.on_erase([this](storage::Transaction& tx, const people::ErasureScope& scope) {
    return erase(tx, scope);
  });
}

void Transfer::take_along(const std::vector<KeptTable>& tables) {
  for (const KeptTable& table : tables) {
    kept_.add(table);
  }
}

void Transfer::wire(jobs::Jobs& jobs) {
  jobs_ = &jobs;
  // The payload is {"workspace":1,"import":7}.
  jobs.on_job(std::string(job_kind),
              [this](storage::Database&, const jobs::Job& job,
                     const std::stop_token& stop) -> Result<void> {
                TL_TRY_ASSIGN(const auto payload, codec::JsonDocument::parse(job.payload));
                const codec::JsonView root = payload.root();
                return run(WorkspaceId{root.find("workspace").integer().value_or(0)},
                           ImportId{root.find("import").integer().value_or(0)}, stop);
              });
}

// A file that waits for its mapping goes, whoever is in it; one on its way in goes when it ends,
// and its rows about her are refused without a trace.
Result<std::vector<people::ErasedStore>> Transfer::erase(storage::Transaction& tx,
                                                         const people::ErasureScope& scope) {
  TL_TRY_ASSIGN(const std::int64_t rows, forget_in_imports(tx, [&](std::string_view text) {
                  return scope.mentions.in(text);
                }));
  std::int64_t files = 0;
  TL_TRY_ASSIGN(const auto all, find_imports(tx, imports_listed));
  for (Import import : all) {
    if (import.state == ImportState::uploaded && import.uploaded) {
      import.state = ImportState::cancelled;
      import.finished_at = clock_.now();
      TL_TRY(save_import_end(tx, import));
      tx.after_commit(storage::Stage::live, [this, import] { forget_file(import); });
      ++files;
    }
  }
  return std::vector<people::ErasedStore>{{"import_refusals", rows}, {"uploaded_files", files}};
}

Result<void> Transfer::forget_the_forgotten(const Actor& actor) {
  TL_TRY_ASSIGN(const std::vector<Import> all, imports(actor));
  for (const Import& import : all) {
    const bool waits = import.state == ImportState::uploaded && import.uploaded;
    if (waits && clock_.now().us - import.created_at.us > waits_us_max) {
      TL_TRY(cancel(actor, import.id));
    }
  }
  return {};
}

// The row is there before its file, so that no file is without one.
Result<Import> Transfer::upload(const Actor& actor, const Upload& upload) {
  TL_TRY(forget_the_forgotten(actor));
  std::error_code failed;
  Import import = {
      .name = std::string(beginning_of(upload.name, name_bytes_max)),
      .uploaded = true,
      .mapping = "{}",
      .bytes = upload.path.empty()
                   ? static_cast<std::int64_t>(upload.content.size())
                   : static_cast<std::int64_t>(std::filesystem::file_size(upload.path, failed)),
      .created_at = clock_.now()};
  const std::string directory = workspaces_.directory_of(actor.workspace) + "/imports";
  TL_TRY(storage::make_directories(directory));
  TL_TRY(workspaces_.write(actor, [&](Transaction& tx) -> Result<void> {
    import.path.clear();
    TL_TRY_ASSIGN(import.id, add_import(tx, import));
    import.path = directory + "/" + std::to_string(import.id.value);
    TL_TRY(save_import_path(tx, import));
    return access_.audit(tx, actor, "import.upload", target_of(import.id));
  }));
  Result<void> kept;
  if (upload.path.empty()) {
    std::ofstream file(import.path, std::ios::binary);
    file.write(upload.content.data(), static_cast<std::streamsize>(upload.content.size()));
    kept = file.flush() ? storage::sync_file(import.path)
                        : Error::unavailable("the file could not be kept: is the disk full?");
  } else {
    std::filesystem::rename(upload.path, import.path, failed);
    kept = failed ? storage::copy_file(upload.path, import.path) : storage::sync_file(import.path);
  }
  if (!kept.ok()) {
    TL_TRY(cancel(actor, import.id));
    return kept.error();
  }
  TL_TRY(storage::sync_directory(directory));
  return import;
}

Result<Import> Transfer::open_file(const Actor& actor, const std::string& path) {
  std::error_code failed;
  const auto bytes = std::filesystem::file_size(path, failed);
  if (failed) {
    return Error::invalid("cannot read " + path + ": " + failed.message());
  }
  Import import = {.name = std::filesystem::path(path).filename().string(),
                   .path = path,
                   .mapping = "{}",
                   .bytes = static_cast<std::int64_t>(bytes),
                   .created_at = clock_.now()};
  TL_TRY(workspaces_.write(actor, [&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(import.id, add_import(tx, import));
    return access_.audit(tx, actor, "import.open", target_of(import.id));
  }));
  return import;
}

Result<Transfer::Beginning> Transfer::beginning_of_file(const Import& import) {
  TL_TRY_ASSIGN(InputFile file, InputFile::open(import.path));
  Beginning beginning;
  while (beginning.text.size() < beginning_bytes) {
    TL_TRY_ASSIGN(const std::string_view piece, file.next());
    if (piece.empty()) {
      beginning.whole = true;
      break;
    }
    beginning.text += piece;
  }
  return beginning;
}

Result<Proposal> Transfer::proposal(const Actor& actor, ImportId id) {
  TL_TRY_ASSIGN(const Import import, find(actor, id));
  TL_TRY_ASSIGN(const Beginning beginning, beginning_of_file(import));
  return propose(beginning.text, beginning.whole ? Extent::whole : Extent::beginning, import.name);
}

// A mapping for another file is refused at once, and not row by row.
Result<void> Transfer::check_columns(const Import& import, const Mapping& mapping) {
  if (mapping.format != FileFormat::csv) {
    return {};
  }
  TL_TRY_ASSIGN(const Beginning beginning, beginning_of_file(import));
  RowParser parser(mapping);
  const Result<void> readable = parser.feed(beginning.text);
  if (parser.header().names().empty()) {
    TL_TRY(readable);
    TL_TRY(parser.finish());
  }
  for (const std::string& column : columns_of(mapping)) {
    if (!parser.header().find(column)) {
      return Error::invalid("the file has no column \"" + column + "\"; it has " +
                            joined(parser.header().names()));
    }
  }
  return {};
}

Result<Preview> Transfer::preview(const Actor& actor, ImportId id, std::string_view mapping_json) {
  TL_TRY_ASSIGN(const Import import, find(actor, id));
  TL_TRY_ASSIGN(const Mapping mapping, parse_mapping(mapping_json));
  Preview preview;
  if (mapping.format == FileFormat::throughline) {
    return preview;
  }
  TL_TRY(check_columns(import, mapping));
  TL_TRY_ASSIGN(const Beginning beginning, beginning_of_file(import));
  RowParser parser(mapping);
  TL_TRY(parser.feed(beginning.text));
  if (beginning.whole) {
    TL_TRY(parser.finish());
  } else {
    parser.leave_off();
  }
  auto& rows = parser.rows();
  rows.resize(std::min(rows.size(), preview_rows));
  for (const RawRow& row : rows) {
    MappedRow mapped = map_row(mapping, parser.header(), row);
    std::move(mapped.messages.begin(), mapped.messages.end(), std::back_inserter(preview.messages));
    std::move(mapped.refused.begin(), mapped.refused.end(), std::back_inserter(preview.refused));
  }
  return preview;
}

Result<collect::OpenSource> Transfer::source_named(const Actor& actor, const std::string& name) {
  TL_TRY_ASSIGN(const auto sources, collect_.sources(actor));
  for (const collect::ListedSource& listed : sources) {
    const auto id = parse_public_id("source", name);
    if (listed.source.name == name || (id && id->key == listed.source.id.value)) {
      return collect::OpenSource{actor.workspace, listed.source};
    }
  }
  TL_TRY_ASSIGN(auto made, collect_.create_source(actor, name, SourceKind::server));
  return collect::OpenSource{actor.workspace, std::move(made.source)};
}

Result<Import> Transfer::start(const Actor& actor, ImportId id, const StartForm& form) {
  TL_TRY_ASSIGN(Import import, find(actor, id));
  if (import.state != ImportState::uploaded) {
    return Error::conflict("this import has begun already");
  }
  TL_TRY_ASSIGN(const Mapping mapping, parse_mapping(form.mapping));
  if (mapping.format == FileFormat::throughline) {
    // It brings rules, and what the product itself and agents said.
    TL_TRY(access_.check_right(actor, Right::manage_workspace));
  } else {
    TL_TRY(check_columns(import, mapping));
    const std::string source = form.source.empty() ? without_ending(import.name) : form.source;
    TL_TRY_ASSIGN(const auto open, source_named(actor, source));
    import.source = open.source.id;
  }
  import.mapping = form.mapping;
  import.state = ImportState::waiting;
  TL_TRY(workspaces_.write(actor, [&](Transaction& tx) -> Result<void> {
    TL_TRY(save_import_start(tx, import));
    const std::string payload = codec::JsonWriter()
                                    .begin_object()
                                    .member("workspace", actor.workspace.value)
                                    .member("import", id.value)
                                    .end_object()
                                    .take();
    TL_TRY(jobs_->add_job(tx, job_kind, payload));
    return access_.audit(tx, actor, "import.start", target_of(id));
  }));
  return import;
}

Result<void> Transfer::cancel(const Actor& actor, ImportId id) {
  TL_TRY_ASSIGN(const Import cancelled,
                workspaces_.write(actor, [&](Transaction& tx) -> Result<Import> {
                  TL_TRY_ASSIGN(Import import, find_import(tx, id));
                  if (is_over(import.state)) {
                    return Error::conflict("this import is over");
                  }
                  import.state = ImportState::cancelled;
                  import.finished_at = clock_.now();
                  TL_TRY(save_import_end(tx, import));
                  TL_TRY(access_.audit(tx, actor, "import.cancel", target_of(id)));
                  return import;
                }));
  forget_file(cancelled);
  return {};
}

void Transfer::forget_file(const Import& import) {
  if (import.uploaded) {
    std::error_code ignored;  // What cannot be removed stays in the workspace's directory.
    std::filesystem::remove(import.path, ignored);
  }
}

Result<Import> Transfer::find(const Actor& actor, ImportId id) {
  return workspaces_.read(actor, [&](Transaction& tx) { return find_import(tx, id); });
}

Result<std::vector<Import>> Transfer::imports(const Actor& actor) {
  return workspaces_.read(actor, [&](Transaction& tx) { return find_imports(tx, imports_listed); });
}

Result<std::vector<RefusedRow>> Transfer::refused(const Actor& actor, ImportId id,
                                                  std::int64_t after, std::size_t limit) {
  return workspaces_.read(actor,
                          [&](Transaction& tx) { return refused_rows(tx, id, after, limit); });
}

}  // namespace throughline::transfer
