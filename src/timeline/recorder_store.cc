#include "timeline/recorder_store.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/assert.h"
#include "base/clock.h"
#include "base/if_found.h"
#include "timeline/dead_letter_store.h"
#include "timeline/digest.h"
#include "timeline/event_store.h"

namespace throughline::timeline {
namespace {

using storage::Stage;
using storage::Transaction;

constexpr std::size_t message_id_bytes_max = 2000;  // 500 characters of 4 bytes.

void check(const Draft& draft) {
  // Source 0 is the product itself.
  TL_ASSERT(draft.source || draft.source_kind == SourceKind::server);
  TL_ASSERT(!draft.message_id.empty() && draft.message_id.size() <= message_id_bytes_max);
  TL_ASSERT(draft.payload_hash.size() == digest_bytes);
}

IndexEntry entry_of(const Draft& draft, EventSeq seq, IdentifierId key, std::int64_t name) {
  IndexEntry entry;
  entry.seq = seq;
  entry.source = draft.source;
  entry.message_id = draft.message_id;
  entry.payload_hash = draft.payload_hash;
  entry.key_identifier = key;
  entry.occurred_at = draft.occurred_at;
  entry.sequence = draft.sequence;
  entry.kind = draft.kind;
  entry.channel = draft.channel;
  entry.name = name;
  return entry;
}

void announce_after_commit(WorkspaceLine& line, Transaction& tx, Position position) {
  tx.after_commit(Stage::cache, [&line, position] { line.committed(position); });
  tx.after_commit(Stage::live, [&line] { line.announce(); });
}

}  // namespace

class Recorder::Depth {
 public:
  Depth(Guarded<Depths>& depths, const Transaction& tx) : depths_(depths), tx_(tx) {
    depth_ = depths_.with([&](Depths& all) {
      const auto open = find(all);
      if (open == all.end()) {
        all.emplace_back(&tx_, 0);
        return 0;
      }
      return ++open->second;
    });
  }
  ~Depth() {
    depths_.with([&](Depths& all) {
      const auto open = find(all);
      if (open->second-- == 0) {
        all.erase(open);
      }
    });
  }
  Depth(const Depth&) = delete;
  Depth& operator=(const Depth&) = delete;

  [[nodiscard]] int depth() const { return depth_; }

 private:
  Depths::iterator find(Depths& all) {
    return std::find_if(all.begin(), all.end(),
                        [&](const auto& open) { return open.first == &tx_; });
  }
  Guarded<Depths>& depths_;
  const Transaction& tx_;
  int depth_ = 0;
};

Result<Recorded> Recorder::record(WorkspaceLine& line, Transaction& tx, const Draft& draft) {
  check(draft);
  const Depth depth(depths_, tx);
  TL_ASSERT(depth.depth() <= reactor_depth_max);
  TL_TRY_ASSIGN(const std::optional<Seen> seen,
                line.index().find_id(tx, draft.source, draft.message_id));
  if (seen) {
    return seen_before(tx, draft, *seen);
  }
  TL_TRY_ASSIGN(Recorded recorded, record_new(line, tx, draft));
  if (recorded.outcome == Outcome::accepted) {
    for (const Reactor& reactor : reactors_) {
      TL_TRY(reactor(tx, draft, recorded));
    }
  }
  return recorded;
}

Result<Recorded> Recorder::record_new(WorkspaceLine& line, Transaction& tx, const Draft& draft) {
  Resolution resolution;
  if (resolver_ != nullptr) {
    TL_TRY_ASSIGN(resolution, resolver_->resolve(tx, draft));
  }
  if (!resolution.refused.empty()) {
    return refuse(tx, draft, std::move(resolution));
  }
  NewEvent event;
  TL_TRY_ASSIGN(event.name, line.names().number_of(tx, draft.name));
  if (tx.dialect() == storage::Dialect::sqlite) {
    event.seq = line.take_seq();
  }
  event.key_identifier = resolution.key_identifier;
  event.notes = draft.notes;
  // A draft that was an event elsewhere says already what was decided about it there.
  for (const std::string& decision : resolution.decisions) {
    if (std::find(draft.notes.begin(), draft.notes.end(), decision) == draft.notes.end()) {
      event.notes.push_back(decision);
    }
  }
  TL_TRY_ASSIGN(const std::optional<Position> position, insert_event(tx, draft, event));
  if (!position) {
    return Error::unavailable("the same event is being accepted right now; please try again");
  }
  Recorded recorded;
  recorded.seq = {position->seq};
  recorded.position = *position;
  recorded.key_identifier = resolution.key_identifier;
  recorded.decisions = std::move(event.notes);
  TL_TRY(
      line.index().add(tx, entry_of(draft, recorded.seq, resolution.key_identifier, event.name)));
  announce_after_commit(line, tx, *position);
  return recorded;
}

Result<Recorded> Recorder::seen_before(Transaction& tx, const Draft& draft, const Seen& seen) {
  Recorded recorded;
  recorded.seq = {seen.position.seq};
  recorded.position = seen.position;
  if (seen.payload_hash == draft.payload_hash) {
    recorded.outcome = Outcome::repeated;
    recorded.decisions.emplace_back("the same event was accepted before and counts once");
    return recorded;
  }
  TL_TRY_ASSIGN(const auto first, if_found(find_event(tx, recorded.seq)));
  if (!first) {
    recorded.outcome = Outcome::repeated;
    recorded.decisions.emplace_back("this event was accepted before and has been erased since");
    return recorded;
  }
  recorded.outcome = Outcome::collided;
  recorded.decisions.emplace_back(
      "another event with this id was accepted before; this one was kept as a dead letter");
  Refusal refusal;
  refusal.source = draft.source;
  refusal.message_id = draft.message_id;
  refusal.reason = "id_collision";
  refusal.detail = "another event with this id was accepted before, with another payload";
  refusal.payload = draft.payload;
  refusal.event = recorded.seq;
  refusal.first_payload = to_payload(*first);
  TL_TRY(keep_dead_letter(tx, refusal, clock_.now(), limits_));
  return recorded;
}

Result<Recorded> Recorder::refuse(Transaction& tx, const Draft& draft, Resolution resolution) {
  Refusal refusal;
  refusal.source = draft.source;
  refusal.message_id = draft.message_id;
  refusal.reason = std::move(resolution.refused);
  refusal.detail = resolution.decisions.empty() ? "" : resolution.decisions.front();
  refusal.payload = draft.payload;
  Recorded recorded;
  recorded.outcome = Outcome::refused;
  recorded.reason = refusal.reason;
  recorded.forgotten = resolution.forgotten;
  TL_TRY(recorded.forgotten ? count_refusal(tx, refusal, clock_.now())
                            : keep_dead_letter(tx, refusal, clock_.now(), limits_));
  recorded.decisions = std::move(resolution.decisions);
  return recorded;
}

}  // namespace throughline::timeline
