#include "journeys/journeys.feed.h"

#include <algorithm>
#include <utility>

#include "base/if_found.h"
#include "base/log.h"
#include "journeys/event_code_store.h"

namespace throughline::journeys {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using storage::Transaction;

namespace {

constexpr std::size_t batch_events = 20'000;
// Between two looks at the record while it grows: what comes meanwhile is published together. Each
// publication reads every line anew that has changed.
constexpr milliseconds pause(10);
constexpr milliseconds busy_pause(40);
constexpr std::int64_t busy_at_least = 64;  // Events at once.
// PostgreSQL: how soon to look again for what another transaction hides.
constexpr milliseconds look_again(50);
constexpr milliseconds after_failure(1'000);
constexpr std::size_t compactions_at_once = 8;

bool is_on_lines(const timeline::PositionedEvent& one) {
  return !one.erased && one.event.key_identifier && !is_of_the_product(one.event.kind);
}

}  // namespace

Feed::Feed(storage::Database& database, people::People& people, FeedOptions options)
    : database_(database),
      people_(people),
      options_(std::move(options)),
      record_changed_(timeline::record_changed(database)),
      file_(database, options_.file),
      record_properties_(database),
      properties_(record_properties_, options_.properties_bytes_max) {
  begin_anew();
  thread_ = std::jthread([this](const std::stop_token& stop) { loop(stop); });
}

Feed::~Feed() {
  thread_.request_stop();
  record_changed_.raise();
  thread_.join();
  if (const auto engine = this->engine(); is_published()) {
    file_.finish(image(*engine));
  }
}

Feed::Progress Feed::progress() const {
  return {
      .ready = gave_up_ || visible_.with([](const auto& visible) { return visible.has_value(); }),
      .events = events_read_,
      .kept = events_kept_};
}

Result<Feed::View> Feed::view() const {
  if (gave_up_) {
    return Error::unavailable(
        "everybody's lines need more memory than they may have here; `journeys_mb` says how much");
  }
  if (!visible_.with([](const auto& visible) { return visible.has_value(); })) {
    return Error::unavailable("the record is still being read; please try again in a moment");
  }
  // The codes after the lines: every code of these lines is among them.
  journey_engine::Snapshot lines = engine()->snapshot();
  return View{std::move(lines), codes_.with([](const auto& current) { return current; }),
              &properties_, properties_.newest_row()};
}

bool Feed::wait_for(timeline::Position position, steady_clock::time_point deadline) {
  for (;;) {
    const std::uint64_t seen = moved_.count();
    const bool there = std::as_const(visible_).with(
        [&](const auto& visible) { return visible && *visible >= position; });
    const auto left =
        std::chrono::duration_cast<std::chrono::microseconds>(deadline - steady_clock::now());
    if (there || gave_up_ || left.count() <= 0) {
      return there;
    }
    moved_.wait(seen, left);
  }
}

void Feed::forget_what_was_said() {
  codes_are_old_ = true;
  properties_.forget();
  file_.forget();
  record_changed_.raise();
}

std::shared_ptr<journey_engine::Engine> Feed::engine() const {
  return engine_.with([](const auto& current) { return current; });
}

void Feed::begin_anew() {
  visible_.with([](auto& visible) { visible.reset(); });
  journey_engine::OrderKeySource& keys = *this;
  auto engine = std::make_shared<journey_engine::Engine>(keys, options_.engine);
  engine_.with([&](auto& current) { current.swap(engine); });
  read_up_to_ = {};
  events_read_ = 0;
  events_kept_ = 0;
}

// With the lines of the last stop, where they are kept.
Result<void> Feed::begin() {
  if (!begun_) {
    TL_TRY(read_codes());
    const auto codes = codes_.with([](const auto& current) { return current; });
    if (const auto kept = file_.load(codes->size())) {
      take(*kept);
    }
    begun_ = true;
  }
  return {};
}

void Feed::take(const journey_engine::Image& image) {
  journey_engine::OrderKeySource& keys = *this;
  auto engine = std::make_shared<journey_engine::Engine>(keys, options_.engine, image);
  engine_.with([&](auto& current) { current.swap(engine); });
  read_up_to_ = {image.lines.position.xid, image.lines.position.seq};
  events_kept_ = static_cast<std::int64_t>(image.lines.events);
  events_read_ = events_kept_.load();
  const std::uint64_t newest = image.mark.newest_row;
  properties_.arrived(std::span(&newest, 1));
}

// Only then has the engine nothing that readers do not see.
bool Feed::is_published() const {
  return visible_.with([&](const auto& visible) { return visible == read_up_to_; });
}

journey_engine::Image Feed::image(journey_engine::Engine& engine) {
  journey_engine::Image image = engine.image();
  image.mark.newest_row = properties_.newest_row();
  image.mark.codes = codes_.with([](const auto& current) { return current->size(); });
  return image;
}

void Feed::keep(journey_engine::Engine& engine) {
  if (is_published() && file_.is_due(static_cast<std::int64_t>(engine.snapshot().events()))) {
    file_.save(image(engine));
  }
}

void Feed::loop(const std::stop_token& stop) {
  const auto patience = database_.dialect() == storage::Dialect::postgres
                            ? std::optional<std::chrono::microseconds>(look_again)
                            : std::nullopt;
  for (;;) {
    const std::uint64_t seen = record_changed_.count();
    if (stop.stop_requested()) {  // Asked for before the signal is raised: no wait can miss it.
      return;
    }
    const std::int64_t before = events_read_;
    const Result<bool> complete = step();
    if (!complete.ok()) {
      log(LogLevel::warning, "the columns of lines do not follow the record",
          {{"reason", complete.error().message}});
      record_changed_.wait(seen, after_failure);
      continue;
    }
    const auto engine = this->engine();
    for (std::size_t i = 0; i < compactions_at_once && engine->compact(); ++i) {
    }
    keep(*engine);
    if (*complete && record_changed_.wait(seen, patience) && !stop.stop_requested()) {
      std::this_thread::sleep_for(events_read_ - before >= busy_at_least ? busy_pause : pause);
    }
  }
}

// Frees what the lines took; queries are told.
void Feed::give_up() {
  log(LogLevel::error, "everybody's lines need more memory than `journeys_mb` allows",
      {{"events", std::to_string(events_read_)},
       {"bytes", std::to_string(options_.lines_bytes_max)}});
  gave_up_ = true;
  begin_anew();
  moved_.raise();
}

// Whether the record had no more.
Result<bool> Feed::step() {
  if (gave_up_) {
    return true;
  }
  TL_TRY(begin());
  TL_TRY_ASSIGN(const Batch batch,
                database_.read([this](Transaction& tx) { return read(tx, read_up_to_); }));
  TL_TRY_ASSIGN(const std::vector<std::uint32_t> codes, codes_of(batch.events));
  note_rows(batch);
  if (batch.last != read_up_to_) {
    // Half a batch cannot be taken again.
    if (const auto applied = apply(*engine(), batch, codes); !applied.ok()) {
      file_.forget();
      begin_anew();
      return applied.error();
    }
    read_up_to_ = batch.last;
    events_read_ += static_cast<std::int64_t>(batch.events.size());
    if (engine()->memory() > options_.lines_bytes_max) {
      give_up();
      return true;
    }
  }
  // Owners are read as they are now: only with all events up to now do both belong together.
  if (batch.complete) {
    TL_TRY(publish(batch.last));
  }
  return batch.complete;
}

// Before any of these events is on a line that is shown.
void Feed::note_rows(const Batch& batch) {
  std::vector<std::uint64_t> rows;
  rows.reserve(batch.events.size());
  for (const Event& event : batch.events) {
    rows.push_back(static_cast<std::uint64_t>(event.seq.value));
  }
  properties_.arrived(rows);
  if (!batch.told.erased.empty()) {
    properties_.forget();  // Others' events may have named them.
    file_.forget();
  }
}

Result<void> Feed::publish(timeline::Position position) {
  const bool known =
      std::as_const(visible_).with([&](const auto& visible) { return visible == position; });
  if (known) {
    return {};
  }
  TL_TRY(engine()->publish({position.xid, position.seq}));
  visible_.with([&](auto& visible) { visible = position; });
  moved_.raise();
  return {};
}

Result<Feed::Batch> Feed::read(Transaction& tx, timeline::Position after) {
  TL_TRY_ASSIGN(auto found,
                timeline::record_after(tx, after, batch_events, timeline::EventParts::outline));
  Batch batch;
  batch.last = found.empty() ? after : found.back().position;
  batch.complete = found.size() < batch_events;
  std::vector<Event> told;
  for (timeline::PositionedEvent& one : found) {
    if (is_on_lines(one)) {
      batch.events.push_back(std::move(one.event));
    } else if (!one.erased && is_of_the_product(one.event.kind)) {
      told.push_back(std::move(one.event));
    }
  }
  TL_TRY_ASSIGN(batch.told, people_.owners_told(tx, told));
  TL_TRY(add_owners(tx, batch));
  if (!batch.told.erased.empty()) {
    TL_TRY(add_erased(tx, batch));
  }
  return batch;
}

// Whoever was merged or taken apart since the last look and then erased: nothing in the record says
// any more whose those identifiers became, so all that are gone from it go with the erased.
Result<void> Feed::add_erased(Transaction& tx, Batch& batch) {
  TL_TRY_ASSIGN(const std::vector<IdentifierId> all, people_.all_identifiers(tx));
  auto next = all.begin();
  engine()->each_owned([&](IdentifierId known) {
    while (next != all.end() && *next < known) {
      ++next;
    }
    if (next == all.end() || *next != known) {
      batch.told.owners[known] = batch.told.erased.front();
    }
  });
  return {};
}

// Of the key identifiers that the engine does not know.
Result<void> Feed::add_owners(Transaction& tx, Batch& batch) {
  const auto engine = this->engine();
  for (const Event& event : batch.events) {
    const IdentifierId key = event.key_identifier;
    if (engine->owner_of(key) || batch.told.owners.contains(key)) {
      continue;
    }
    TL_TRY_ASSIGN(const auto owner, if_found(people_.find_owner(tx, key)));
    batch.told.owners[key] = owner.value_or(ProfileId{});
  }
  return {};
}

Result<void> Feed::read_codes() {
  if (!codes_are_old_.exchange(false)) {
    return {};
  }
  auto loaded = database_.read(load_event_codes);
  if (!loaded.ok()) {
    codes_are_old_ = true;
    return loaded.error();
  }
  codes_.with(
      [&](auto& current) { current = std::make_shared<const EventCodes>(*std::move(loaded)); });
  return {};
}

// New ones are kept before any column holds them.
Result<std::vector<std::uint32_t>> Feed::codes_of(const std::vector<Event>& events) {
  TL_TRY(read_codes());
  const auto known = codes_.with([](const auto& current) { return current; });
  std::vector<std::uint32_t> codes;
  codes.reserve(events.size());
  std::shared_ptr<EventCodes> grown;
  for (const Event& event : events) {
    const NamedEvent named = {event.kind, event.name};
    std::optional<std::uint32_t> code = (grown == nullptr ? *known : *grown).find(named);
    if (!code) {
      if (grown == nullptr) {
        grown = std::make_shared<EventCodes>(*known);
      }
      code = grown->add(named);
    }
    codes.push_back(*code);
  }
  if (grown != nullptr) {
    const auto first = static_cast<std::uint32_t>(known->size());
    TL_TRY(database_.write([&](Transaction& tx) { return save_event_codes(tx, *grown, first); }));
    codes_.with([&](auto& current) { current = std::move(grown); });
  }
  return codes;
}

Result<void> Feed::apply(journey_engine::Engine& engine, const Batch& batch,
                         const std::vector<std::uint32_t>& codes) {
  std::map<ProfileId, std::vector<IdentifierId>> owned;
  for (const auto& [identifier, owner] : batch.told.owners) {
    owned[owner].push_back(identifier);
  }
  for (auto& [owner, identifiers] : owned) {
    TL_TRY(engine.apply(
        journey_engine::OwnersChanged{.identifiers = std::move(identifiers), .owner = owner}));
  }
  for (std::size_t i = 0; i < batch.events.size(); ++i) {
    const Event& event = batch.events[i];
    if (!engine.owner_of(event.key_identifier)) {
      continue;  // Erased since.
    }
    TL_TRY(engine.apply(journey_engine::EventAdded{
        .key_identifier = event.key_identifier,
        .code = codes[i],
        .occurred_at = event.occurred_at,
        .key = {.sequence = event.sequence, .message_id = event.message_id, .source = event.source},
        .row = static_cast<std::uint64_t>(event.seq.value)}));
  }
  for (const ProfileId erased : batch.told.erased) {
    TL_TRY(engine.apply(journey_engine::CustomerErased{erased}));
  }
  return {};
}

Result<journey_engine::OrderKey> Feed::order_key_of(std::uint64_t row) {
  TL_TRY_ASSIGN(const LinePosition place, database_.read([row](Transaction& tx) {
    return timeline::line_position_of(tx, {static_cast<std::int64_t>(row)});
  }));
  return journey_engine::OrderKey{
      .sequence = place.sequence, .message_id = place.message_id, .source = place.source};
}

}  // namespace throughline::journeys
