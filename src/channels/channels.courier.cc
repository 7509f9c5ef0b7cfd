// Carrying out what the outbox holds for one destination.
#include "channels/channels.h"

#include <algorithm>

#include "base/clock.h"
#include "base/if_found.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "channels/channels.parts.h"
#include "channels/destination_store.h"
#include "channels/event_message.h"
#include "channels/signature.h"
#include "people/people.h"
#include "storage/workspaces.h"

namespace throughline::channels {
namespace {

using jobs::Attempt;
using jobs::OutboxRow;
using jobs::OutboxState;
using storage::Transaction;

constexpr std::size_t events_per_batch = 100;
constexpr std::size_t webhooks_at_once = 25;
constexpr std::size_t batch_bytes_max = 400 * 1024;
// As many events may wait for one destination; what comes then is counted and can be replayed.
constexpr std::int64_t waiting_max = 1'000'000;
constexpr std::int64_t look_every_us = 10 * us_per_second;
constexpr std::int64_t pause_after_error_us = us_per_second;
constexpr std::size_t test_id_bytes = 12;

jobs::Outbox::Wiring wiring_of(std::unique_ptr<jobs::Transport> transport,
                               jobs::ConsentCheck may_send, const DeliveryOptions& options) {
  jobs::Outbox::Wiring wiring = {
      .may_send = std::move(may_send), .backoff = options.event, .pause = options.receiver};
  std::string kind(transport->kind());
  wiring.transports.emplace(std::move(kind), std::move(transport));
  return wiring;
}

std::optional<Time> earlier(std::optional<Time> a, std::optional<Time> b) {
  return a && b ? std::min(a, b) : a ? a : b;
}

Attempt::Outcome outcome_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::sent:
      return Attempt::Outcome::sent;
    case Verdict::failed:
      return Attempt::Outcome::failed;
    case Verdict::refused:
      return Attempt::Outcome::refused;
  }
  return Attempt::Outcome::failed;
}

// The rest is left for later.
bool ends_the_round(const Attempt& attempt) {
  return attempt.outcome == Attempt::Outcome::failed ||
         attempt.outcome == Attempt::Outcome::interrupted;
}

}  // namespace

Channels::Delivery::Delivery(Channels& channels, storage::Database& database,
                             const Destination& destination)
    : channels_(channels),
      database_(database),
      destination_(destination),
      kind_(outbox_kind(destination.id)),
      secret_(channels.box_.open(destination.secret)) {}

std::size_t Channels::Delivery::rows_max() const {
  return destination_.kind == DestinationKind::webhook ? webhooks_at_once : events_per_batch;
}

Attempt Channels::Delivery::send(const OutboxRow& row, const std::stop_token& stop) {
  return send_all({row}, stop).front();
}

Result<Channels::Delivery::Events> Channels::Delivery::events_of(
    const std::vector<OutboxRow>& rows) {
  return database_.read([&](Transaction& tx) -> Result<Events> {
    Events events;
    for (const OutboxRow& row : rows) {
      const EventSeq seq = errand_in(row.effect.payload).event;
      TL_TRY_ASSIGN(auto event, if_found(channels_.timeline_.find_event(tx, seq)));
      events.push_back(std::move(event));
    }
    return events;
  });
}

std::vector<Attempt> Channels::Delivery::send_all(const std::vector<OutboxRow>& rows,
                                                  const std::stop_token& stop) {
  took_ms_.clear();
  failed_.clear();
  Attempts attempts(rows.size(), Attempt{.outcome = Attempt::Outcome::untried});
  const auto events = events_of(rows);
  if (!events.ok() || !secret_) {
    const std::string why = events.ok() ? "its secret cannot be opened with this data directory's"
                                          " key; set it anew"
                                        : events.error().message;
    attempts.front() = {.outcome = Attempt::Outcome::failed, .detail = why};
    failed_.push_back({.at = channels_.clock_.now(),
                       .outcome = std::string(name_of(Verdict::failed)),
                       .detail = why});
    return attempts;
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!(*events)[i]) {
      attempts[i] = {.outcome = Attempt::Outcome::withheld, .detail = "the event was erased"};
    }
  }
  if (destination_.kind == DestinationKind::webhook) {
    send_each(*events, attempts, stop);
  } else {
    send_batches(*events, attempts, stop);
  }
  return attempts;
}

void Channels::Delivery::send_each(const Events& events, Attempts& attempts,
                                   const std::stop_token& stop) {
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto& event = events[i];
    if (!event) {
      continue;
    }
    attempts[i] = send_webhook(*event, false, stop);
    if (ends_the_round(attempts[i])) {
      return;
    }
  }
}

std::vector<Channels::Delivery::Piece> Channels::Delivery::pieces_of(const Events& events) {
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto& event = events[i];
    if (!event) {
      continue;
    }
    std::string message = tracking_message(*event);
    if (pieces.empty() || pieces.back().bytes + message.size() > batch_bytes_max) {
      pieces.emplace_back();
    }
    Piece& piece = pieces.back();
    piece.bytes += message.size();
    piece.rows.push_back(i);
    piece.messages.push_back(std::move(message));
  }
  return pieces;
}

void Channels::Delivery::send_batches(const Events& events, Attempts& attempts,
                                      const std::stop_token& stop) {
  for (const Piece& piece : pieces_of(events)) {
    if (ends_the_round(send_piece(piece, attempts, stop))) {
      return;
    }
  }
}

// A batch that is refused is sent again event by event: one of them may be why.
Attempt Channels::Delivery::send_piece(const Piece& piece, Attempts& attempts,
                                       const std::stop_token& stop) {
  Attempt attempt = send_batch(piece.messages, false, stop);
  if (attempt.outcome != Attempt::Outcome::refused || piece.rows.size() == 1) {
    for (const std::size_t row : piece.rows) {
      attempts[row] = attempt;
    }
    return attempt;
  }
  for (std::size_t i = 0; i < piece.rows.size(); ++i) {
    attempt = send_batch({piece.messages[i]}, false, stop);
    attempts[piece.rows[i]] = attempt;
    if (ends_the_round(attempt)) {
      return attempt;
    }
  }
  return attempt;
}

Attempt Channels::Delivery::send_webhook(const Event& event, bool is_test,
                                         const std::stop_token& stop) {
  const Time now = channels_.clock_.now();
  const std::string id = webhook_id(event);
  Outgoing request = {.url = destination_.url, .body = webhook_body(event)};
  request.headers = {
      {"Content-Type", "application/json"},
      {"webhook-id", id},
      {"webhook-timestamp", std::to_string(now.us / us_per_second)},
      {"webhook-signature", webhook_signature(secret_.value_or(""), id, now, request.body)}};
  return post(request, 1, is_test, stop);
}

Attempt Channels::Delivery::send_batch(const std::vector<std::string>& messages, bool is_test,
                                       const std::stop_token& stop) {
  std::string url = destination_.url;
  while (url.ends_with('/')) {
    url.pop_back();
  }
  url += url.ends_with("/v1/batch") ? "" : "/v1/batch";
  return post({.url = url,
               .headers = {{"Content-Type", "application/json"},
                           {"Authorization", "Basic " + to_base64(secret_.value_or("") + ":")}},
               .body = tracking_batch(messages)},
              static_cast<std::int64_t>(messages.size()), is_test, stop);
}

Attempt Channels::Delivery::post(const Outgoing& request, std::int64_t events, bool is_test,
                                 const std::stop_token& stop) {
  const Time began = channels_.clock_.now();
  const Result<Reply> reply = channels_.sender_.send(request, stop);
  const Time now = channels_.clock_.now();
  if (!reply.ok() && stop.stop_requested()) {
    return {.outcome = Attempt::Outcome::interrupted};
  }
  const Verdict verdict = reply.ok() ? verdict_of(reply->status) : Verdict::failed;
  Attempt attempt = {.outcome = outcome_of(verdict)};
  if (verdict != Verdict::sent) {
    attempt.detail = reply.ok() ? in_words(*reply) : reply.error().message;
    attempt.not_before = reply.ok() ? retry_at(reply->retry_after, now) : std::optional<Time>();
  }
  const std::int64_t took = std::max<std::int64_t>(0, now.us - began.us) / us_per_ms;
  if (!is_test) {
    took_ms_.push_back(took);
  }
  if (is_test || verdict != Verdict::sent) {
    failed_.push_back({.at = now,
                       .outcome = std::string(name_of(verdict)),
                       .is_test = is_test,
                       .status = reply.ok() ? reply->status : 0,
                       .took_ms = took,
                       .events = events,
                       .detail = attempt.detail});
  }
  return attempt;
}

Result<void> Channels::Delivery::note_requests(Transaction& tx) {
  const Time now = channels_.clock_.now();
  for (const std::int64_t took : took_ms_) {
    TL_TRY(add_latency(tx, destination_.id, took, now));
  }
  for (const AttemptMade& attempt : failed_) {
    TL_TRY(add_attempt(tx, destination_.id, attempt));
  }
  return {};
}

Result<void> Channels::Delivery::note(Transaction& tx, const std::vector<jobs::Noted>& rows) {
  DeliveryCounts counts;
  std::map<ReplayId, ReplayOutcomes> replays;
  bool attempted = false;
  for (const jobs::Noted& noted : rows) {
    ReplayOutcomes outcomes;
    outcomes.sent = noted.state == OutboxState::sent ? 1 : 0;
    outcomes.dead = noted.state == OutboxState::dead ? 1 : 0;
    outcomes.withheld = noted.state == OutboxState::suppressed ? 1 : 0;
    counts.sent += outcomes.sent;
    counts.dead += outcomes.dead;
    counts.withheld += outcomes.withheld;
    counts.failed += noted.state == OutboxState::waiting ? 1 : 0;
    attempted = attempted || noted.row.state == OutboxState::sending;
    if (const Errand errand = errand_in(noted.row.effect.payload); errand.replay) {
      ReplayOutcomes& sum = replays[errand.replay];
      sum.sent += outcomes.sent;
      sum.dead += outcomes.dead;
      sum.withheld += outcomes.withheld;
    }
  }
  TL_TRY(add_counts(tx, destination_.id, counts, channels_.clock_.now()));
  for (const auto& [replay, outcomes] : replays) {
    TL_TRY(add_outcomes(tx, replay, outcomes));
  }
  // Those that consent forbade were never on their way.
  return attempted ? note_requests(tx) : Result<void>();
}

Result<void> Channels::Delivery::test(const std::stop_token& stop) {
  took_ms_.clear();
  failed_.clear();
  const std::string id = "test_" + to_hex(channels_.random_.bytes(test_id_bytes));
  const Event event = test_event(id, channels_.clock_.now());
  if (!secret_) {
    failed_.push_back({.at = channels_.clock_.now(),
                       .outcome = std::string(name_of(Verdict::failed)),
                       .is_test = true,
                       .detail = "its secret cannot be opened with this data directory's key; set"
                                 " it anew"});
  } else if (destination_.kind == DestinationKind::webhook) {
    send_webhook(event, true, stop);
  } else {
    send_batch({tracking_message(event)}, true, stop);
  }
  return database_.write([&](Transaction& tx) { return note_requests(tx); });
}

Channels::Courier::Courier(Channels& channels, storage::Database& database,
                           const Destination& destination)
    : channels_(channels),
      database_(database),
      id_(destination.id),
      enabled_(destination.enabled),
      wiring_(wiring_of(
          [&] {
            auto delivery = std::make_unique<Delivery>(channels, database, destination);
            delivery_ = delivery.get();
            return delivery;
          }(),
          [&channels](Transaction& tx, const OutboxRow& row) { return channels.may_send(tx, row); },
          channels.options_)),
      outbox_(channels.clock_, channels.random_, wiring_),
      worker_(channels.clock_, [this](const std::stop_token& stop) { return step(stop); }) {}

std::optional<Time> Channels::Courier::step(const std::stop_token& stop) {
  const auto next = work(stop);
  return next.ok() ? *next : Time{channels_.clock_.now().us + pause_after_error_us};
}

Result<void> Channels::Courier::look_how_many_wait() {
  const Time now = channels_.clock_.now();
  if (now.us - looked_at_.us < look_every_us) {
    return {};
  }
  TL_TRY_ASSIGN(const std::int64_t waiting, database_.read([&](Transaction& tx) {
    return jobs::count_effects(tx, outbox_kind(id_), OutboxState::waiting, waiting_max);
  }));
  full_ = waiting >= waiting_max;
  looked_at_ = now;
  return {};
}

Result<std::optional<Time>> Channels::Courier::work(const std::stop_token& stop) {
  if (test_wanted_.exchange(false)) {
    TL_TRY(delivery_->test(stop));
  }
  if (!settled_) {
    TL_TRY(outbox_.settle(database_));
    settled_ = true;
  }
  if (!enabled_) {
    return std::optional<Time>();
  }
  TL_TRY(look_how_many_wait());
  TL_TRY_ASSIGN(const std::optional<Time> due, outbox_.deliver_due(database_, stop));
  if (stop.stop_requested()) {
    return std::optional<Time>();
  }
  TL_TRY_ASSIGN(const std::optional<Time> replay, channels_.advance_replay(database_, id_));
  return earlier(due, replay);
}

}  // namespace throughline::channels
