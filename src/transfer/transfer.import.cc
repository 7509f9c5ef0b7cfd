// An import on its way: pieces of the file, one unit of work each.
#include "transfer/transfer.h"

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>

#include "access/access.h"
#include "base/assert.h"
#include "base/clock.h"
#include "base/text.h"
#include "codec/json_writer.h"
#include "collect/collect.h"
#include "storage/workspaces.h"
#include "timeline/timeline.h"
#include "transfer/export_line.h"
#include "transfer/import_store.h"
#include "transfer/input_file.h"

namespace throughline::transfer {
namespace {

using codec::JsonView;
using storage::Transaction;

constexpr std::size_t rows_at_once = 500;
constexpr std::size_t piece_bytes_max = std::size_t{2} << 20U;
// Of one piece's messages together; each is held to the usual limits alone.
constexpr codec::JsonLimits piece_json_limits = {.depth_max = 512, .keys_max = 20'000'000};
constexpr int tries_max = 3000;  // Ten minutes without a database or a place on the disk.
constexpr std::chrono::milliseconds try_again(200);

std::size_t bytes_of(const RawRow& row) {
  std::size_t bytes = row.text.size();
  for (const std::string& field : row.fields) {
    bytes += field.size() + 1;
  }
  return bytes;
}

// Waits while the queue is full, unless asked to stop.
bool wait_to_try_again(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait_for(lock, stop, try_again, [] { return false; });
  return !stop.stop_requested();
}

void count(ImportCounts& counts, timeline::Outcome outcome) {
  switch (outcome) {
    case timeline::Outcome::accepted:
      ++counts.accepted;
      return;
    case timeline::Outcome::repeated:
      ++counts.repeated;
      return;
    case timeline::Outcome::collided:
      ++counts.collided;
      return;
    case timeline::Outcome::refused:
      ++counts.refused;
      return;
  }
}

RefusedRow refused_row(const RawRow& row, std::string reason, std::string detail) {
  return {.line = row.line,
          .reason = std::move(reason),
          .detail = std::move(detail),
          .content = content_of(row)};
}

}  // namespace

class Transfer::Run {
 public:
  Run(Transfer& transfer, const Actor& actor, const Import& import, Mapping mapping)
      : transfer_(transfer),
        actor_(actor),
        import_(import),
        mapping_(std::move(mapping)),
        counts_(import.counts) {}
  virtual ~Run() = default;
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  Result<void> carry_out(const std::stop_token& stop);

 protected:
  struct Piece {
    std::vector<RawRow> rows = {};
    std::int64_t before = 0;   // Rows taken before it.
    ImportCounts counts = {};  // After it, but for what its unit finds out.
  };
  struct Items {
    std::string body = R"({"batch":[)";
    std::vector<const RawRow*> rows = {};  // One for each item of the batch.
    std::vector<std::int64_t> sequences = {};
    std::vector<RefusedRow> refused = {};
  };
  Items items_of(const Piece& piece);
  // Whether the second of two neighbours needs the first to be recorded: then another unit has it.
  virtual bool needs_before(const RawRow& /*next*/, const RawRow& /*last*/) const { return false; }
  // One unit of work; Error::unavailable may be tried again.
  virtual Result<void> take(const Piece& piece, ImportCounts& after);

  // At the end of the unit: the refusals and the counts.
  Result<void> conclude(Transaction& tx, std::int64_t before, ImportCounts& counts,
                        std::vector<RefusedRow> refused) const {
    std::stable_sort(refused.begin(), refused.end(),
                     [](const RefusedRow& a, const RefusedRow& b) { return a.line < b.line; });
    for (const RefusedRow& row : refused) {
      TL_TRY(add_refused_row(tx, import_.id, row));
    }
    return save_import_counts(tx, import_.id, before, counts);
  }

  Transfer& transfer_;
  const Actor& actor_;
  const Import& import_;
  const Mapping mapping_;

 private:
  Result<void> take_rows(std::size_t at_least, const std::stop_token& stop);
  Result<void> take_with_patience(const Piece& piece, const std::stop_token& stop);
  Result<bool> was_taken(const Piece& piece);
  std::size_t waiting_bytes();
  Result<void> check_file() const;
  RowParser& parser() {
    TL_ASSERT(parser_.has_value());
    return *parser_;
  }

  std::optional<RowParser> parser_;
  std::optional<collect::OpenSource> source_;
  std::int64_t bytes_read_ = 0;
  ImportCounts counts_;
};

// How far an import is counts rows, which another file would have elsewhere.
Result<void> Transfer::Run::check_file() const {
  std::error_code failed;
  const auto bytes = std::filesystem::file_size(import_.path, failed);
  if (failed) {
    return Error::not_found("the file is not there any more: " + import_.name);
  }
  const bool is_first = counts_.rows == 0 && !import_.uploaded;
  return is_first || static_cast<std::int64_t>(bytes) == import_.bytes
             ? Result<void>()
             : Error::conflict("the file has changed since the import began; import it again");
}

Result<void> Transfer::Run::carry_out(const std::stop_token& stop) {
  TL_TRY(check_file());
  TL_TRY_ASSIGN(InputFile file, InputFile::open(import_.path));
  parser_.emplace(mapping_);
  if (import_.source) {
    TL_TRY_ASSIGN(auto listed, transfer_.collect_.find_source(actor_, import_.source));
    source_ = collect::OpenSource{actor_.workspace, std::move(listed.source)};
  }
  Result<void> readable;
  for (;;) {
    const auto piece = file.next();
    bytes_read_ = file.bytes_read();
    if (!piece.ok() || piece->empty()) {
      readable = piece.ok() ? parser_->finish() : Result<void>(piece.error());
      break;
    }
    readable = parser_->feed(*piece);
    TL_TRY(take_rows(rows_at_once, stop));
    if (waiting_bytes() > piece_bytes_max) {
      TL_TRY(take_rows(1, stop));
    }
    if (!readable.ok()) {
      break;
    }
  }
  TL_TRY(take_rows(1, stop));
  return readable;
}

// Rows that were taken before a stop or a crash are left out.
Result<void> Transfer::Run::take_rows(std::size_t at_least, const std::stop_token& stop) {
  auto& waiting = parser().rows();
  while (waiting.size() >= at_least && !waiting.empty()) {
    if (stop.stop_requested()) {
      return Error::unavailable("stopping");
    }
    Piece piece = {.before = counts_.rows, .counts = counts_};
    std::size_t bytes = 0;
    while (!waiting.empty() && piece.rows.size() < rows_at_once && bytes < piece_bytes_max &&
           (piece.rows.empty() || !needs_before(waiting.front(), piece.rows.back()))) {
      bytes += bytes_of(waiting.front());
      piece.counts.rows = std::max(piece.counts.rows, waiting.front().number);
      piece.rows.push_back(std::move(waiting.front()));
      waiting.pop_front();
    }
    piece.counts.bytes_done = bytes_read_;
    TL_TRY(take_with_patience(piece, stop));
  }
  return {};
}

Result<void> Transfer::Run::take_with_patience(const Piece& piece, const std::stop_token& stop) {
  for (int tries = 1;; ++tries) {
    ImportCounts after = piece.counts;
    Result<void> taken = take(piece, after);
    if (taken.ok()) {
      counts_ = after;
      return {};
    }
    // Where the connection broke at the end of a unit, only the import itself knows what became of
    // it.
    if (taken.error().code == ErrorCode::conflict && tries > 1) {
      TL_TRY_ASSIGN(const bool was, was_taken(piece));
      return was ? Result<void>() : taken;
    }
    if (taken.error().code != ErrorCode::unavailable || tries == tries_max ||
        !wait_to_try_again(stop)) {
      return taken;
    }
  }
}

Result<bool> Transfer::Run::was_taken(const Piece& piece) {
  TL_TRY_ASSIGN(const Import now, transfer_.find(actor_, import_.id));
  const bool was = now.state == ImportState::running && now.counts.rows == piece.counts.rows;
  if (was) {
    counts_ = now.counts;
  }
  return was;
}

std::size_t Transfer::Run::waiting_bytes() {
  std::size_t bytes = 0;
  for (const RawRow& row : parser().rows()) {
    bytes += bytes_of(row);
  }
  return bytes;
}

// What the mapping makes of a piece.
Transfer::Run::Items Transfer::Run::items_of(const Piece& piece) {
  Items items;
  for (const RawRow& row : piece.rows) {
    if (row.number <= piece.before) {
      continue;
    }
    const MappedRow mapped = map_row(mapping_, parser().header(), row);
    for (const std::string& message : mapped.messages) {
      items.body += items.rows.empty() ? "" : ",";
      items.body += message;
      items.rows.push_back(&row);
      items.sequences.push_back(row.number);
    }
    for (const RowRefusal& why : mapped.refused) {
      items.refused.push_back(refused_row(row, why.reason, why.detail));
    }
  }
  items.body += "]}";
  return items;
}

Result<void> Transfer::Run::take(const Piece& piece, ImportCounts& after) {
  Items items = items_of(piece);
  TL_TRY_ASSIGN(auto parsed, codec::JsonDocument::parse(items.body, piece_json_limits));
  const auto document = std::make_shared<const codec::JsonDocument>(std::move(parsed));
  collect::Intake intake = {.document = document,
                            .received = transfer_.clock_.now(),
                            .from_file = true,
                            .sequences = std::move(items.sequences)};
  for (const JsonView item : document->root().find("batch").items()) {
    intake.items.push_back(item);
  }
  const ImportCounts before = after;
  intake.beside = [&](Transaction& tx, const collect::Report& report) -> Result<void> {
    after = before;
    after.accepted += report.tally.accepted;
    after.repeated += report.tally.repeated;
    after.collided += report.tally.collided;
    after.refused += report.tally.refused + static_cast<std::int64_t>(items.refused.size());
    std::vector<RefusedRow> all = items.refused;
    for (const collect::Rejected& rejected : report.rejected) {
      all.push_back(refused_row(*items.rows.at(rejected.index), rejected.reason, rejected.detail));
      if (rejected.forgotten) {
        all.back().content.clear();
      }
    }
    return conclude(tx, piece.before, after, std::move(all));
  };
  TL_ASSERT(source_.has_value());
  TL_TRY(transfer_.collect_.collect_now(*source_, std::move(intake)));
  return {};
}

// Lines of an export. What stands before the events is taken again after a stop: it changes nothing
// the second time.
class Transfer::Restoring : public Transfer::Run {
 public:
  using Run::Run;

 private:
  [[nodiscard]] bool is_kept(const RawRow& row) const {
    const std::size_t begin = row.text.find('"') + 1;
    const std::size_t end = row.text.find('"', begin);
    return end != std::string::npos && transfer_.kept_.has(row.text.substr(begin, end - begin));
  }
  // Rows of other rooms name events, which are found by the lines that they are on, and on those
  // they are when their unit is over.
  bool needs_before(const RawRow& next, const RawRow& last) const override {
    return is_kept(next) && !is_kept(last);
  }

  Result<void> take(const Piece& piece, ImportCounts& after) override {
    std::vector<Step> steps;
    std::vector<RefusedRow> refused;
    for (const RawRow& row : piece.rows) {
      const bool taken = row.number <= piece.before;
      auto step = read_line(row, taken);
      if (!step.ok() && step.error().code != ErrorCode::invalid) {
        return step.error();
      }
      if (!step.ok() && !taken) {
        refused.push_back(refused_row(row, "cannot_be_restored", step.error().message));
      } else if (step.ok() &&
                 (step->event || step->decision || step->tombstones || step->kept || step->end)) {
        steps.push_back(*std::move(step));
      }
    }
    const ImportCounts before = after;
    std::vector<RawRow> waiting;
    TL_TRY(transfer_.workspaces_.write(actor_, [&](Transaction& tx) -> Result<void> {
      after = before;
      after.refused += static_cast<std::int64_t>(refused.size());
      std::vector<RefusedRow> all = refused;
      waiting = waiting_;
      for (const Step& step : steps) {
        if (step.kept || step.end) {
          TL_TRY(restore_kept(tx, step, after, all, waiting));
        } else {
          TL_TRY(restore(tx, step, after, all));
        }
      }
      return conclude(tx, piece.before, after, std::move(all));
    }));
    waiting_ = std::move(waiting);
    return {};
  }

  struct Step {
    const RawRow* row = nullptr;
    std::optional<Draft> event = {};
    std::optional<people::RecordedDecision> decision = {};
    std::optional<people::TombstoneSet> tombstones = {};
    bool kept = false;   // A row of another room.
    bool taken = false;  // Before a stop; counted then.
    bool end = false;
  };

  Result<void> restore(Transaction& tx, const Step& step, ImportCounts& counts,
                       std::vector<RefusedRow>& refused) {
    if (step.tombstones) {
      return transfer_.people_.restore_tombstones(tx, *step.tombstones);
    }
    return step.event ? restore_event(tx, step, counts, refused)
                      : restore_decision(tx, step, counts, refused);
  }

  // Rows that ask for others which come later wait for them, at most to the end of the file.
  Result<void> restore_kept(Transaction& tx, const Step& step, ImportCounts& counts,
                            std::vector<RefusedRow>& refused, std::vector<RawRow>& waiting) {
    if (step.kept) {
      TL_TRY_ASSIGN(const bool waits, put_in(tx, *step.row, step.taken, counts, refused));
      if (waits) {
        waiting.push_back(*step.row);
        return {};
      }
    }
    for (bool progress = true; progress;) {
      std::vector<RawRow> left;
      for (const RawRow& row : waiting) {
        TL_TRY_ASSIGN(const bool waits, put_in(tx, row, false, counts, refused));
        if (waits) {
          left.push_back(row);
        }
      }
      progress = left.size() < waiting.size();
      waiting = std::move(left);
    }
    if (step.end) {
      for (const RawRow& row : waiting) {
        ++counts.refused;
        refused.push_back(refused_row(row, "cannot_be_restored",
                                      "it asks for something that is not in this file"));
      }
      waiting.clear();
    }
    return {};
  }

  // Whether the row waits for another.
  Result<bool> put_in(Transaction& tx, const RawRow& row, bool counted, ImportCounts& counts,
                      std::vector<RefusedRow>& refused) {
    TL_TRY_ASSIGN(const auto document,
                  codec::JsonDocument::parse(row.text, codec::body_json_limits));
    const codec::JsonMember member = *document.root().members().begin();
    const auto taken = transfer_.kept_.take(tx, member.key, member.value);
    if (!taken.ok() && taken.error().code == ErrorCode::not_found) {
      return true;
    }
    if (!taken.ok() && taken.error().code != ErrorCode::invalid) {
      return taken.error();
    }
    if (counted) {
      return false;
    }
    if (!taken.ok()) {
      ++counts.refused;
      refused.push_back(refused_row(row, "cannot_be_restored", taken.error().message));
    } else {
      ++(*taken == KeptRows::Taken::put_in ? counts.accepted : counts.repeated);
    }
    return false;
  }

  Result<void> restore_event(Transaction& tx, const Step& step, ImportCounts& counts,
                             std::vector<RefusedRow>& refused) {
    TL_ASSERT(step.event.has_value());
    // What the product itself said of somebody is taken from no source, and so never refused.
    if (!step.event->source && transfer_.people_.is_forgotten(tx, step.event->identifiers)) {
      refuse_forgotten(step, counts, refused);
      return {};
    }
    TL_TRY_ASSIGN(const auto recorded, transfer_.timeline_.record(tx, *step.event));
    if (recorded.forgotten) {
      refuse_forgotten(step, counts, refused);
      return {};
    }
    count(counts, recorded.outcome);
    if (recorded.outcome == timeline::Outcome::collided) {
      refused.push_back(
          refused_row(*step.row, "id_collision", "this id already names another event"));
    }
    return {};
  }

  // Nothing of the row is kept.
  static void refuse_forgotten(const Step& step, ImportCounts& counts,
                               std::vector<RefusedRow>& refused) {
    ++counts.refused;
    refused.push_back(refused_row(*step.row, "erased_person", "this person is not to come back"));
    refused.back().content.clear();
  }

  Result<void> restore_decision(Transaction& tx, const Step& step, ImportCounts& counts,
                                std::vector<RefusedRow>& refused) {
    TL_ASSERT(step.decision.has_value());
    const auto restored = transfer_.people_.restore_decision(tx, *step.decision);
    if (!restored.ok() && restored.error().code != ErrorCode::invalid) {
      return restored.error();
    }
    if (!restored.ok()) {
      ++counts.refused;
      refused.push_back(refused_row(*step.row, "cannot_be_restored", restored.error().message));
    } else if (*restored == people::RestoredDecision::forgotten) {
      refuse_forgotten(step, counts, refused);
    } else {
      ++(*restored == people::RestoredDecision::put_in ? counts.accepted : counts.repeated);
    }
    return {};
  }

  Result<Step> read_line(const RawRow& row, bool taken) {
    TL_TRY_ASSIGN(const auto document,
                  codec::JsonDocument::parse(row.text, codec::body_json_limits));
    const JsonView root = document.root();
    Step step = {.row = &row, .taken = taken};
    if (const JsonView source = root.find("source")) {
      TL_TRY(take_source(source));
    } else if (root.find("rules") || root.find("survivorship")) {
      TL_TRY(take_rules(root));
    } else if (const JsonView event = root.find("event"); event && !taken) {
      TL_TRY_ASSIGN(Draft draft, parse_event(event));
      draft.payload = event.to_text();
      TL_TRY_ASSIGN(draft.source, source_here(draft));
      step.event = std::move(draft);
    } else if (const JsonView decision = root.find("decision"); decision && !taken) {
      TL_TRY_ASSIGN(step.decision, read_decision(decision));
    } else if (const JsonView stones = root.find("tombstones"); stones && !taken) {
      TL_TRY_ASSIGN(step.tombstones, read_tombstones(stones));
    } else if (root.find("end")) {
      step.end = true;
    } else if (root.size() == 1 && transfer_.kept_.has((*root.members().begin()).key)) {
      step.kept = true;
    } else if (!event && !decision && !stones && !root.find("throughline_export")) {
      return Error::invalid("this is no line of an export");
    }
    return step;
  }

  // Rules are another workspace's business unless this one is still empty.
  Result<void> take_rules(JsonView root) {
    TL_TRY_ASSIGN(const std::int64_t events, transfer_.people_.read(actor_, [&](Transaction& tx) {
      return transfer_.people_.count_events(tx);
    }));
    if (events > 0) {
      return {};
    }
    if (const JsonView rules = root.find("rules")) {
      TL_TRY_ASSIGN(const auto parsed, people::parse_rules(rules.to_text()));
      TL_TRY_ASSIGN(const auto present, transfer_.people_.read(actor_, [&](Transaction& tx) {
        return transfer_.people_.rules(tx);
      }));
      return parsed == present ? Result<void>() : transfer_.people_.put_rules(actor_, parsed);
    }
    TL_TRY_ASSIGN(auto parsed, people::parse_trait_rules(root.find("survivorship").to_text()));
    for (auto& [key, rule] : parsed) {
      for (SourceId& trusted : rule.trusted) {
        const auto here = sources_.find(trusted.value);
        trusted = here == sources_.end() ? trusted : here->second;
      }
    }
    return transfer_.people_.put_survivorship(actor_, parsed);
  }

  Result<void> take_source(JsonView view) {
    const std::int64_t number = view.find("number").integer().value_or(0);
    TL_TRY_ASSIGN(const SourceKind kind, parse_source_kind(view.find("kind").text()));
    TL_TRY_ASSIGN(const collect::Source source,
                  source_like(std::string(view.find("name").text()), kind));
    const auto email =
        collect::parse_properties_email(view.find("properties_email").text_or("ignored"));
    TL_TRY(transfer_.collect_.change_source(
        actor_, source.id,
        {.enabled = view.find("enabled").boolean().value_or(true),
         .properties_email = email.ok() ? std::optional(*email) : std::nullopt}));
    sources_[number] = source.id;
    return {};
  }

  Result<collect::Source> source_like(const std::string& name, SourceKind kind) {
    TL_TRY_ASSIGN(const auto present, transfer_.collect_.sources(actor_));
    for (const collect::ListedSource& listed : present) {
      if (listed.source.name == name && listed.source.kind == kind) {
        return listed.source;
      }
    }
    TL_TRY_ASSIGN(auto made, transfer_.collect_.create_source(actor_, name, kind));
    return std::move(made.source);
  }

  // 0 is the product itself. One that the export does not describe was removed over there.
  Result<SourceId> source_here(const Draft& draft) {
    if (!draft.source) {
      return SourceId{};
    }
    if (!sources_.contains(draft.source.value)) {
      TL_TRY_ASSIGN(
          const auto source,
          source_like("Removed source " + std::to_string(draft.source.value), draft.source_kind));
      sources_[draft.source.value] = source.id;
    }
    return sources_.at(draft.source.value);
  }

  static Result<people::RecordedDecision> read_decision(JsonView view) {
    people::RecordedDecision decision = {.kind = std::string(view.find("kind").text()),
                                         .actor = std::string(view.find("actor").text()),
                                         .reason = std::string(view.find("reason").text())};
    const auto at = view.find("at_us").integer();
    if (!at) {
      return Error::invalid("a decision needs `at_us`");
    }
    decision.decided_at = {*at};
    const auto read_identifiers = [&](const char* key, std::vector<Identifier>& into) {
      for (const JsonView identifier : view.find(key).items()) {
        into.push_back({std::string(identifier.find("type").text()),
                        std::string(identifier.find("id").text())});
      }
    };
    read_identifiers("identifiers", decision.identifiers);
    read_identifiers("others", decision.others);
    decision.weight = view.find("weight").number().value_or(0);
    if (const JsonView evidence = view.find("evidence")) {
      decision.evidence = evidence.to_text();
    }
    return decision;
  }

  static Result<people::TombstoneSet> read_tombstones(JsonView view) {
    const auto key = from_hex(view.find("key").text());
    if (!key || key->size() != people::tombstone_key_bytes) {
      return Error::invalid("tombstones need the `key` of their digests");
    }
    people::TombstoneSet set = {.key = *key};
    for (const JsonView item : view.find("digests").items()) {
      const auto digest = from_hex(item.find("digest").text());
      if (!digest || digest->empty()) {
        return Error::invalid("a tombstone needs a `digest`");
      }
      TL_TRY_ASSIGN(const auto mode, people::parse_erasure_mode(item.find("mode").text()));
      set.stones.push_back({*digest, mode, {item.find("since_us").integer().value_or(0)}});
    }
    return set;
  }

  std::map<std::int64_t, SourceId> sources_;
  std::vector<RawRow> waiting_;
};

Result<void> Transfer::run(WorkspaceId workspace, ImportId id, const std::stop_token& stop) {
  const Actor actor = {.workspace = workspace, .role = Role::owner, .name = "import"};
  TL_TRY_ASSIGN(const Import import,
                workspaces_.write(actor, [&](Transaction& tx) -> Result<Import> {
                  TL_TRY_ASSIGN(Import found, find_import(tx, id));
                  if (!is_over(found.state)) {
                    TL_TRY(save_import_state(tx, id, ImportState::running));
                  }
                  return found;
                }));
  if (is_over(import.state)) {
    return {};
  }
  TL_TRY_ASSIGN(Mapping mapping, parse_mapping(import.mapping));
  const bool restores = mapping.format == FileFormat::throughline;
  Result<void> outcome;
  if (restores) {
    outcome = Restoring(*this, actor, import, std::move(mapping)).carry_out(stop);
  } else {
    outcome = Run(*this, actor, import, std::move(mapping)).carry_out(stop);
  }
  if (!outcome.ok() && stop.stop_requested()) {
    return outcome;  // Goes on at the next start.
  }
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(Import over, find_import(tx, id));
    if (over.state == ImportState::cancelled) {
      return {};
    }
    over.state = outcome.ok() ? ImportState::done : ImportState::failed;
    over.error = outcome.ok() ? "" : outcome.error().message;
    over.finished_at = clock_.now();
    if (restores && outcome.ok()) {
      TL_TRY(kept_.conclude(tx));
    }
    TL_TRY(save_import_end(tx, over));
    tx.after_commit(storage::Stage::live, [this, over] { forget_file(over); });
    return {};
  });
}

}  // namespace throughline::transfer
