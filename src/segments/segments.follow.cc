// Who enters and who leaves: judged after every event that may concern somebody, when time is up,
// and of everybody after a segment changed.
#include "segments/segments.h"

#include <algorithm>

#include "base/clock.h"
#include "base/if_found.h"
#include "codec/json_view.h"
#include "codec/json_writer.h"
#include "event/public_id.h"
#include "people/people.erased_texts.h"
#include "people/people.everybody.h"
#include "segments/segment_store.h"
#include "segments/segments.figure_keeper.h"
#include "segments/segments.parts.h"
#include "storage/database.h"

namespace throughline::segments {

using storage::Transaction;

namespace {

constexpr std::string_view timer_kind = "segments";
constexpr std::string_view timer_key = "next";
constexpr std::size_t people_at_once = 200;
constexpr std::size_t members_at_once = 500;
// Of one person in a row: a rule that changes its answer more often than that is asked again soon.
constexpr int steps_max = 1'000;
constexpr std::size_t payload_hash_bytes = 16;

// What the product did of its own accord.
Draft product_event(std::string_view name, std::string message_id, Time at, Time now) {
  Draft draft = {.source_kind = SourceKind::server,
                 .message_id = std::move(message_id),
                 .kind = EventKind::system,
                 .name = std::string(name),
                 .channel = Channel::system,
                 .occurred_at = at};
  draft.times.received = now;
  draft.payload_hash = std::string(payload_hash_bytes, '\0');
  return draft;
}

bool is_own(const Event& event) {
  return event.kind == EventKind::system &&
         (event.name == entered_name || event.name == exited_name);
}

// Only a step, a person's traits, accounts or identifiers can make such an event count.
bool is_only_a_step(const Event& event) {
  return event.kind == EventKind::track || event.kind == EventKind::page ||
         event.kind == EventKind::screen;
}

Result<std::int64_t> erase_from_texts(Transaction& tx, const people::Mentions& mentions) {
  TL_TRY_ASSIGN(
      const std::int64_t segments,
      people::erase_from_texts(
          tx, {.table = "segments", .columns = {"name", "description", "rule"}}, mentions));
  TL_TRY_ASSIGN(const std::int64_t versions,
                people::erase_from_texts(tx,
                                         {.table = "segment_versions",
                                          .keys = {"segment", "version"},
                                          .columns = {"name", "rule"}},
                                         mentions));
  return segments + versions;
}

}  // namespace

class Segments::Reactor : public timeline::Follower {
 public:
  explicit Reactor(Segments& segments) : segments_(segments) {}
  [[nodiscard]] std::string_view name() const override { return "segments"; }
  [[nodiscard]] timeline::EventParts parts() const override {
    return timeline::EventParts::outline;
  }
  Result<void> follow(Transaction& tx, std::span<const Event> events) override {
    return segments_.follow(tx, events);
  }

 private:
  Segments& segments_;
};

Segments::Segments(storage::Workspaces& workspaces, timeline::Timeline& timeline,
                   people::People& people, journeys::Journeys& journeys, Clock& clock)
    : workspaces_(workspaces),
      timeline_(timeline),
      people_(people),
      journeys_(journeys),
      clock_(clock),
      judging_(people, timeline) {
  timeline.add_follower(std::make_unique<Reactor>(*this));
  people.know_segments(*this);
  people.on_erase(
      [this](Transaction& tx,
             const people::ErasureScope& scope) -> Result<std::vector<people::ErasedStore>> {
        const auto book = this->book(tx);
        std::set<ProfileId> erased;
        for (const IdentifierId identifier : scope.identifiers) {
          erased.insert(ProfileId{identifier.value});
        }
        note_moves(tx, erased);
        TL_TRY_ASSIGN(const std::int64_t rows, forget(tx, scope.identifiers));
        TL_TRY_ASSIGN(const std::int64_t texts, erase_from_texts(tx, scope.mentions));
        // They are no longer among the people of their accounts.
        if (texts > 0 || !book.ok() || (*book)->asks_account_people) {
          TL_TRY(begin_walk(tx, clock_.now()));
          TL_TRY(arm(tx));
        }
        return std::vector<people::ErasedStore>{{"segments", rows + texts}};
      });
}

Segments::~Segments() {
  timeline_.stop();
  keeper_.reset();
}

void Segments::work_with(jobs::Jobs& jobs) {
  jobs_ = &jobs;
  jobs.on_timer(std::string(timer_kind),
                [this](Transaction& tx, const jobs::Timer& /*timer*/) { return fire(tx); });
  keeper_ = std::make_unique<FigureKeeper>(*this);
}

void Segments::ask_no_more() {
  keeper_.reset();
}

Result<void> Segments::start(WorkspaceId workspace) {
  if (keeper_ != nullptr) {
    keeper_->look_after(workspace);
  }
  return workspaces_.write(workspace, [&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const auto book, this->book(tx));
    return book->definitions.empty() || jobs_ == nullptr
               ? Result<void>()
               : jobs_->set_timer(tx, {.kind = std::string(timer_kind),
                                       .key = std::string(timer_key),
                                       .due_at = clock_.now()});
  });
}

std::shared_ptr<Segments::Memory> Segments::memory(Transaction& tx) {
  return memories_.with([&](auto& memories) {
    std::shared_ptr<Memory>& found = memories.try_emplace(&tx.database()).first->second;
    if (found == nullptr) {
      found = std::make_shared<Memory>();
    }
    return found;
  });
}

Result<std::shared_ptr<const Book>> Segments::fresh_book(Transaction& tx) {
  TL_TRY_ASSIGN(const State state, read_state(tx));
  TL_TRY_ASSIGN(const auto segments, find_segments(tx, Archived::left_out));
  return make_book(state.revision, segments);
}

// A unit that changes a segment must not ask here: it may yet be rolled back.
Result<std::shared_ptr<const Book>> Segments::book(Transaction& tx) {
  const auto memory = this->memory(tx);
  TL_TRY_ASSIGN(const State state, read_state(tx));
  auto kept = std::as_const(memory->book).with([](const auto& book) { return book; });
  if (kept == nullptr || kept->revision != state.revision) {
    TL_TRY_ASSIGN(kept, fresh_book(tx));
    memory->book.with([&](auto& book) { book = kept; });
  }
  return kept;
}

void Segments::note_moves(Transaction& tx, const std::set<ProfileId>& people) {
  memory(tx)->moves.with([&](Moves& moves) {
    for (const ProfileId person : people) {
      moves.add(person);
    }
  });
}

Result<void> Segments::follow(Transaction& tx, std::span<const Event> events) {
  TL_TRY_ASSIGN(const auto book, this->book(tx));
  if (book->definitions.empty()) {
    return {};
  }
  TL_TRY(take_turn(tx));
  TL_TRY_ASSIGN(std::set<ProfileId> people, concerned(tx, *book, events));
  TL_TRY_ASSIGN(const std::set<ProfileId> moved, moved_by(tx, events));
  note_moves(tx, moved);
  // Who became somebody else first, so that they are where they were before they are judged.
  for (const ProfileId profile : moved) {
    TL_TRY_ASSIGN(const auto identifiers, people_.identifier_ids(tx, profile));
    if (identifiers.empty()) {
      TL_TRY(vanish(tx, profile));
    } else {
      people.insert(profile);
    }
  }
  if (book->asks_account_people) {
    TL_TRY_ASSIGN(people, with_account_people(tx, people));
  }
  Judging::Others others;
  for (const ProfileId profile : people) {
    TL_TRY(update(tx, *book, profile, Cause::event, others));
  }
  // What changes everybody without an event of theirs: rules of identity, and of traits.
  if (std::any_of(events.begin(), events.end(), [](const Event& event) {
        return event.kind == EventKind::system && !is_own(event);
      })) {
    TL_TRY(begin_walk(tx, clock_.now()));
  }
  return arm(tx);
}

// What happens to one of an account may change what all of its people are in.
Result<std::set<ProfileId>> Segments::with_account_people(Transaction& tx,
                                                          const std::set<ProfileId>& people) {
  std::set<ProfileId> all = people;
  for (const ProfileId profile : people) {
    TL_TRY_ASSIGN(const auto others, judging_.account_people(tx, profile));
    all.insert(others.begin(), others.end());
  }
  return all;
}

Result<std::set<ProfileId>> Segments::concerned(Transaction& tx, const Book& book,
                                                std::span<const Event> events) {
  std::set<ProfileId> people;
  for (const Event& event : events) {
    if (!is_own(event)) {
      TL_TRY(add_concerned(tx, book, event, people));
    }
  }
  people.erase(ProfileId{});
  return people;
}

Result<std::set<ProfileId>> Segments::moved_by(Transaction& tx, std::span<const Event> events) {
  std::set<ProfileId> people;
  std::vector<Event> told;
  std::copy_if(events.begin(), events.end(), std::back_inserter(told),
               [](const Event& event) { return is_of_the_product(event.kind) && !is_own(event); });
  TL_TRY_ASSIGN(const auto owners, people_.owners_told(tx, told));
  for (const auto& [identifier, owner] : owners.owners) {
    people.insert(owner);
    // Who they were before keeps the id of an identifier.
    people.insert(ProfileId{identifier.value});
  }
  for (const Event& event : told) {
    const auto document = codec::JsonDocument::parse(event.properties);
    for (const char* side : {"from", "to"}) {
      const auto id = document.ok() ? parse_public_id(people::profile_prefix,
                                                      document->root().find(side).text())
                                    : std::nullopt;
      if (id) {
        people.insert(ProfileId{id->key});
      }
    }
  }
  people.erase(ProfileId{});
  return people;
}

Result<void> Segments::add_concerned(Transaction& tx, const Book& book, const Event& event,
                                     std::set<ProfileId>& people) {
  if (!event.key_identifier ||
      (is_only_a_step(event) && !book.asks_of_any_event() && !book.names.contains(event.name))) {
    return {};
  }
  TL_TRY_ASSIGN(const auto owner, if_found(people_.find_owner(tx, event.key_identifier)));
  people.insert(owner.value_or(ProfileId{}));
  if (event.kind != EventKind::group || !book.asks_accounts || event.account.empty()) {
    return {};
  }
  TL_TRY_ASSIGN(const auto account, if_found(people_.find_account(tx, event.account)));
  for (ProfileId after; account;) {
    TL_TRY_ASSIGN(const auto members, people_.members(tx, account->id, after, members_at_once));
    people.insert(members.begin(), members.end());
    if (members.size() < members_at_once) {
      break;
    }
    after = members.back();
  }
  return {};
}

Result<std::int64_t> Segments::update(Transaction& tx, const Book& book, ProfileId profile,
                                      Cause cause, Judging::Others& others,
                                      const std::optional<SaidOfFigure>& said) {
  TL_TRY_ASSIGN(auto known, judging_.read(tx, profile, book, others));
  if (!known) {
    return vanish(tx, profile);
  }
  const Time now = clock_.now();
  std::int64_t changes = 0;
  // What time did comes first, each at its own instant.
  TL_TRY_ASSIGN(std::optional<Time> due, due_of(tx, profile));
  for (int step = 0; due && *due <= now && step < steps_max; ++step) {
    const Judgement judgement = judge(book, *known, *due);
    TL_TRY_ASSIGN(const std::int64_t changed,
                  apply(tx, book, profile, judgement, *due, Cause::time));
    changes += changed;
    due = judgement.until;
  }
  if (said && said->is_behind) {
    known->figures.insert(said->figure);
  } else if (said) {
    known->figures.erase(said->figure);
  }
  const Judgement judgement = judge(book, *known, now);
  TL_TRY_ASSIGN(const std::int64_t changed, apply(tx, book, profile, judgement, now, cause));
  TL_TRY(save_due(tx, profile, judgement.until));
  return changes + changed;
}

// Whoever a person is now has been in where they were, and since then.
Result<std::int64_t> Segments::vanish(Transaction& tx, ProfileId profile) {
  TL_TRY(save_due(tx, profile, std::nullopt));
  TL_TRY_ASSIGN(const auto stays, stays_now(tx, profile));
  if (stays.empty()) {
    return 0;
  }
  TL_TRY_ASSIGN(const auto owner, if_found(people_.find_owner(tx, IdentifierId{profile.value})));
  std::set<SegmentId> taken;
  if (owner && *owner) {
    TL_TRY_ASSIGN(const auto theirs, stays_now(tx, *owner));
    for (const Stay& stay : theirs) {
      taken.insert(stay.segment);
    }
  }
  for (const Stay& stay : stays) {
    if (owner && *owner && *owner != profile && !taken.contains(stay.segment)) {
      TL_TRY(move_stay(tx, stay.id, *owner));
    } else {
      TL_TRY(end_stay(tx, stay.id, clock_.now(), Cause::merge));
    }
  }
  return static_cast<std::int64_t>(stays.size());
}

Result<std::int64_t> Segments::apply(Transaction& tx, const Book& book, ProfileId profile,
                                     const Judgement& judgement, Time at, Cause cause) {
  TL_TRY_ASSIGN(const auto stays, stays_now(tx, profile));
  std::map<SegmentId, Stay> before;
  for (const Stay& stay : stays) {
    before.emplace(stay.segment, stay);
  }
  std::int64_t changes = 0;
  for (const auto& definition : book.definitions) {
    const Segment& segment = definition->segment;
    const auto found = before.find(segment.id);
    const bool is_in = judgement.in.contains(segment.id);
    if (is_in == (found != before.end())) {
      continue;
    }
    ++changes;
    // While everybody is looked at for the first time nobody enters: they were in already.
    const Cause why = segment.built ? cause : Cause::change;
    if (is_in) {
      Stay stay = {.segment = segment.id, .profile = profile, .entered_at = at, .entered_by = why};
      TL_TRY_ASSIGN(stay.id, add_stay(tx, stay));
      TL_TRY(tell(tx, stay, segment, entered_name, at, why));
    } else {
      TL_TRY(end_stay(tx, found->second.id, at, why));
      TL_TRY(tell(tx, found->second, segment, exited_name, at, why));
    }
  }
  return changes;
}

Result<void> Segments::tell(Transaction& tx, const Stay& stay, const Segment& segment,
                            std::string_view name, Time at, Cause cause) {
  if (cause == Cause::change) {
    return {};
  }
  TL_TRY_ASSIGN(const people::ProfileIdentifier key, people_.key_identifier(tx, stay.profile));
  if (people_.is_forgotten(tx, {key.name})) {
    return {};  // Nothing new is kept of them.
  }
  Draft draft = product_event(
      name,
      (name == entered_name ? "segment:entered:" : "segment:exited:") + std::to_string(stay.id), at,
      clock_.now());
  draft.identifiers = {key.name};
  draft.reference = public_id_of(segment);
  draft.properties = codec::JsonWriter()
                         .begin_object()
                         .member("segment", draft.reference)
                         .member("name", segment.name)
                         .member("because", name_of(cause))
                         .end_object()
                         .take();
  TL_TRY(timeline_.record(tx, draft));
  return {};
}

Result<void> Segments::fire(Transaction& tx) {
  TL_TRY_ASSIGN(const auto book, this->book(tx));
  TL_TRY(take_turn(tx));
  TL_TRY_ASSIGN(const auto due, due_until(tx, clock_.now(), people_at_once));
  Judging::Others others;
  for (const ProfileId profile : due) {
    TL_TRY(update(tx, *book, profile, Cause::time, others));
  }
  if (due.size() < people_at_once) {
    std::int64_t changes = 0;
    TL_TRY(walk(tx, *book, people_at_once, changes));
  }
  return arm(tx);
}

Result<void> Segments::walk(Transaction& tx, const Book& book, std::size_t limit,
                            std::int64_t& changes) {
  TL_TRY_ASSIGN(const State state, read_state(tx));
  if (state.walk == 0) {
    return {};
  }
  const auto memory = this->memory(tx);
  auto walk = std::as_const(memory->walk).with([](const auto& kept) { return kept; });
  if (walk.number != state.walk || walk.people == nullptr) {
    TL_TRY_ASSIGN(auto everybody, people::everybody(people_, tx));
    walk = {state.walk, std::make_shared<const std::vector<ProfileId>>(std::move(everybody))};
    memory->walk.with([&](auto& kept) { kept = walk; });
  }
  Judging::Others others;
  auto next = std::upper_bound(walk.people->begin(), walk.people->end(), state.walked_to);
  for (std::size_t i = 0; i < limit && next != walk.people->end(); ++i, ++next) {
    TL_TRY_ASSIGN(const std::int64_t changed, update(tx, book, *next, Cause::change, others));
    changes += changed;
    TL_TRY(next + 1 == walk.people->end() || i + 1 == limit ? save_walk(tx, *next)
                                                            : Result<void>());
  }
  return next == walk.people->end() ? end_walk(tx, clock_.now()) : Result<void>();
}

Result<void> Segments::arm(Transaction& tx) {
  if (jobs_ == nullptr) {
    return {};
  }
  TL_TRY_ASSIGN(std::optional<Time> due, next_due(tx));
  TL_TRY_ASSIGN(const State state, read_state(tx));
  if (state.walk != 0) {
    due = clock_.now();
  }
  TL_TRY_ASSIGN(const auto set, jobs::find_timer(tx, timer_kind, timer_key));
  if (!due || (set && set->due_at <= *due)) {
    return {};  // One that fires too early finds nothing to do.
  }
  return jobs_->set_timer(
      tx, {.kind = std::string(timer_kind), .key = std::string(timer_key), .due_at = *due});
}

Result<void> Segments::catch_up(WorkspaceId workspace) {
  for (bool busy = true; busy;) {
    TL_TRY(workspaces_.write(workspace, [&](Transaction& tx) -> Result<void> {
      TL_TRY(fire(tx));
      TL_TRY_ASSIGN(const State state, read_state(tx));
      TL_TRY_ASSIGN(const auto due, due_until(tx, clock_.now(), 1));
      busy = state.walk != 0 || !due.empty();
      return {};
    }));
  }
  return {};
}

Result<std::int64_t> Segments::rebuild(WorkspaceId workspace) {
  std::int64_t changes = 0;
  TL_TRY(
      workspaces_.write(workspace, [&](Transaction& tx) { return begin_walk(tx, clock_.now()); }));
  for (bool walking = true; walking;) {
    TL_TRY_ASSIGN(const std::int64_t changed,
                  workspaces_.write(workspace, [&](Transaction& tx) -> Result<std::int64_t> {
                    TL_TRY_ASSIGN(const auto book, this->book(tx));
                    TL_TRY(take_turn(tx));
                    std::int64_t some = 0;
                    TL_TRY(walk(tx, *book, people_at_once, some));
                    TL_TRY_ASSIGN(const State state, read_state(tx));
                    walking = state.walk != 0;
                    return some;
                  }));
    changes += changed;
  }
  return changes;
}

}  // namespace throughline::segments
