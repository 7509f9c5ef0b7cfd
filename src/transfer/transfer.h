// The transfer room as others see it: files that come in, and everything that goes out.
//
// An import is one job of the workspace: pieces of a file go through the same pipeline as what
// sources send, and each piece commits together with how far the import is, so that a crash loses
// and repeats nothing. Rows without an id of their own are recognised by what they say, so that a
// file may be imported again. Rights are checked by the routes. Thread-safe once wired.
#pragma once

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/actor.h"
#include "base/result.h"
#include "people/people.h"
#include "transfer/import.h"
#include "transfer/proposal.h"
#include "transfer/row.h"
#include "transfer/transfer.kept_rows.h"

namespace throughline {
class Clock;
}
namespace throughline::access {
class Access;
}
namespace throughline::collect {
class Collect;
struct OpenSource;
}  // namespace throughline::collect
namespace throughline::jobs {
class Jobs;
}
namespace throughline::timeline {
class Timeline;
}

namespace throughline::transfer {

// A file that is there already: its content, or where it is (and then it is moved here).
struct Upload {
  std::string name = {};
  std::string_view content = {};
  std::string path = {};  // Instead of `content`.
};

struct StartForm {
  std::string mapping = {};  // JSON.
  std::string source = {};   // A name; one that no source has becomes a new source.
};

// What the first rows would become.
struct Preview {
  std::vector<std::string> messages = {};  // JSON.
  std::vector<RowRefusal> refused = {};
};

// everything: NDJSON from which all can be made again. The others are tables as CSV.
enum class ExportKind { everything, people, accounts, events };
std::string_view name_of(ExportKind kind);
Result<ExportKind> parse_export_kind(std::string_view name);

struct ExportRequest {
  ExportKind kind = ExportKind::everything;
  people::PeopleQueryText people = {};  // Which people, as their list is asked.
};
// A piece of an export. `next` asks for the piece after it; empty: this was the last.
struct ExportPiece {
  std::string text = {};
  std::string next = {};
};

class Transfer {
 public:
  // All must outlive this.
  Transfer(storage::Workspaces& workspaces, access::Access& access, timeline::Timeline& timeline,
           people::People& people, collect::Collect& collect, Clock& clock);

  // Tables of other rooms that a whole export has, in this order. While the program starts.
  void take_along(const std::vector<KeptTable>& tables);
  // Before the first job runs; `jobs` must end before this does.
  void wire(jobs::Jobs& jobs);

  Result<Import> upload(const Actor& actor, const Upload& upload);
  // A file of this machine that stays where it is.
  Result<Import> open_file(const Actor& actor, const std::string& path);
  Result<Proposal> proposal(const Actor& actor, ImportId id);
  Result<Preview> preview(const Actor& actor, ImportId id, std::string_view mapping);
  Result<Import> start(const Actor& actor, ImportId id, const StartForm& form);
  Result<void> cancel(const Actor& actor, ImportId id);
  Result<Import> find(const Actor& actor, ImportId id);
  Result<std::vector<Import>> imports(const Actor& actor);
  // In the order of the file; `after` is the id of the last one known.
  Result<std::vector<RefusedRow>> refused(const Actor& actor, ImportId id, std::int64_t after,
                                          std::size_t limit);

  // The first piece, with an empty cursor, or the one that `next` of the piece before asked for.
  Result<ExportPiece> export_piece(const Actor& actor, const ExportRequest& request,
                                   std::string_view cursor);
  Result<void> audit_export(const Actor& actor, const ExportRequest& request);

 private:
  class Run;        // One import under way.
  class Restoring;  // Lines of a whole export on their way in.

  Result<void> run(WorkspaceId workspace, ImportId id, const std::stop_token& stop);
  Result<collect::OpenSource> source_named(const Actor& actor, const std::string& name);
  struct Beginning {
    std::string text = {};
    bool whole = false;  // Nothing follows.
  };
  static Result<Beginning> beginning_of_file(const Import& import);
  Result<void> check_columns(const Import& import, const Mapping& mapping);
  // Files that were uploaded a day ago and never mapped.
  Result<void> forget_the_forgotten(const Actor& actor);
  void forget_file(const Import& import);
  // What files that came in still hold of an erased person.
  Result<std::vector<people::ErasedStore>> erase(storage::Transaction& tx,
                                                 const people::ErasureScope& scope);

  Result<ExportPiece> export_everything(const Actor& actor, std::string_view cursor);
  Result<std::string> export_head(const Actor& actor);
  struct WholeCursor;
  Result<ExportPiece> export_recorded(const Actor& actor, WholeCursor at);
  Result<ExportPiece> export_kept(const Actor& actor, WholeCursor at);
  Result<std::string> export_end(const Actor& actor, const WholeCursor& at);
  Result<ExportPiece> export_people(const Actor& actor, const ExportRequest& request,
                                    std::string_view cursor);
  Result<std::string> person_row(storage::Transaction& tx, const people::PersonSummary& person,
                                 const std::vector<std::string>& columns);
  Result<ExportPiece> export_accounts(const Actor& actor, std::string_view cursor);
  Result<ExportPiece> export_events(const Actor& actor, std::string_view cursor);

  storage::Workspaces& workspaces_;
  access::Access& access_;
  timeline::Timeline& timeline_;
  people::People& people_;
  collect::Collect& collect_;
  Clock& clock_;
  KeptRows kept_;
  jobs::Jobs* jobs_ = nullptr;
};

}  // namespace throughline::transfer
