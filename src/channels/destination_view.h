// Destinations and replays as the REST API shows them.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "channels/destination.h"
#include "channels/replay.h"
#include "codec/describe.h"

namespace throughline::codec {

template <>
struct EnumText<channels::DestinationKind>
    : EnumTextOf<channels::parse_destination_kind, channels::DestinationKind::tracking_api> {};
template <>
struct EnumText<channels::ReplayState>
    : EnumTextOf<channels::parse_replay_state, channels::ReplayState::cancelled> {};

}  // namespace throughline::codec

namespace throughline::channels {

struct DestinationView {
  std::string id = {};
  std::string name = {};
  DestinationKind kind = DestinationKind::webhook;
  std::string url = {};
  std::optional<codec::RawJson> filter = {};  // Nothing: every event.
  bool enabled = true;
  std::string secret_shown = {};
  Time created_at = {};
  std::optional<Time> last_sent_at = {};
  std::int64_t waiting = 0;
  std::int64_t dead_letters = 0;
  std::int64_t sent = 0;
  std::int64_t failed = 0;
  std::int64_t given_up = 0;
  std::int64_t withheld = 0;
  std::int64_t excluded = 0;
  std::int64_t dropped = 0;
  std::int64_t sent_24h = 0;
  std::int64_t failed_24h = 0;
  std::optional<std::int64_t> p50_ms = {};
  std::optional<std::int64_t> p95_ms = {};
};
BOOST_DESCRIBE_STRUCT(DestinationView, (),
                      (id, name, kind, url, filter, enabled, secret_shown, created_at, last_sent_at,
                       waiting, dead_letters, sent, failed, given_up, withheld, excluded, dropped,
                       sent_24h, failed_24h, p50_ms, p95_ms))

struct DestinationList {
  std::vector<DestinationView> items = {};
};
BOOST_DESCRIBE_STRUCT(DestinationList, (), (items))

struct NewDestinationForm {
  std::string name = {};
  DestinationKind kind = DestinationKind::webhook;
  std::string url = {};
  std::optional<codec::RawJson> filter = {};
  std::optional<std::string> write_key = {};
};
BOOST_DESCRIBE_STRUCT(NewDestinationForm, (), (name, kind, url, filter, write_key))

struct DestinationWithSecret {
  DestinationView destination = {};
  std::optional<std::string> secret = {};
};
BOOST_DESCRIBE_STRUCT(DestinationWithSecret, (), (destination, secret))

struct DestinationChangeForm {
  std::optional<std::string> name = {};
  std::optional<std::string> url = {};
  std::optional<codec::RawJson> filter = {};
  std::optional<bool> enabled = {};
  std::optional<std::string> write_key = {};
};
BOOST_DESCRIBE_STRUCT(DestinationChangeForm, (), (name, url, filter, enabled, write_key))

struct AttemptView {
  std::int64_t number = 0;
  Time at = {};
  std::string outcome = {};
  bool test = false;
  std::int64_t status = 0;
  std::int64_t took_ms = 0;
  std::int64_t events = 0;
  std::string detail = {};
};
BOOST_DESCRIBE_STRUCT(AttemptView, (), (number, at, outcome, test, status, took_ms, events, detail))

struct AttemptList {
  std::vector<AttemptView> items = {};
};
BOOST_DESCRIBE_STRUCT(AttemptList, (), (items))

struct UndeliveredView {
  std::int64_t number = 0;
  std::optional<std::string> event_id = {};
  std::string kind = {};
  std::string name = {};
  std::optional<Time> occurred_at = {};
  Time queued_at = {};
  std::int64_t attempts = 0;
  std::string error = {};
};
BOOST_DESCRIBE_STRUCT(UndeliveredView, (),
                      (number, event_id, kind, name, occurred_at, queued_at, attempts, error))

struct UndeliveredList {
  std::vector<UndeliveredView> items = {};
  std::optional<std::string> next = {};
};
BOOST_DESCRIBE_STRUCT(UndeliveredList, (), (items, next))

struct RetriedView {
  std::int64_t events = 0;
};
BOOST_DESCRIBE_STRUCT(RetriedView, (), (events))

struct ReplayStartForm {
  std::optional<Time> from = {};
  std::optional<Time> until = {};
  std::optional<codec::RawJson> filter = {};
  std::optional<std::int64_t> events_per_second = {};
};
BOOST_DESCRIBE_STRUCT(ReplayStartForm, (), (from, until, filter, events_per_second))

struct ReplayStateForm {
  ReplayState state = ReplayState::paused;
};
BOOST_DESCRIBE_STRUCT(ReplayStateForm, (), (state))

struct EstimateView {
  std::int64_t events = 0;
  bool exact = false;
  std::int64_t least = 0;
  std::int64_t most = 0;
};
BOOST_DESCRIBE_STRUCT(EstimateView, (), (events, exact, least, most))

struct ReplayView {
  std::string id = {};
  std::optional<Time> from = {};
  std::optional<Time> until = {};
  std::optional<codec::RawJson> filter = {};
  std::int64_t events_per_second = 0;
  ReplayState state = ReplayState::running;
  double looked_at = 0;  // Of the record, from 0 to 1.
  std::int64_t queued = 0;
  std::int64_t excluded = 0;
  std::int64_t sent = 0;
  std::int64_t given_up = 0;
  std::int64_t withheld = 0;
  Time created_at = {};
  std::optional<Time> finished_at = {};
};
BOOST_DESCRIBE_STRUCT(ReplayView, (),
                      (id, from, until, filter, events_per_second, state, looked_at, queued,
                       excluded, sent, given_up, withheld, created_at, finished_at))

struct ReplayList {
  std::vector<ReplayView> items = {};
};
BOOST_DESCRIBE_STRUCT(ReplayList, (), (items))

}  // namespace throughline::channels
