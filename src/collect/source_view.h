// Sources, decisions and dead letters as the REST API shows them.
#pragma once

#include <boost/describe/class.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "codec/describe.h"
#include "collect/decision_log.h"
#include "collect/source.h"
#include "event/event.h"

namespace throughline::codec {

template <>
struct EnumText<SourceKind> : EnumTextOf<parse_source_kind, SourceKind::server> {};

}  // namespace throughline::codec

namespace throughline::collect {

struct SourceView {
  std::string id = {};
  std::string name = {};
  SourceKind kind = SourceKind::server;
  bool enabled = true;
  bool properties_email_is_identifier = false;
  Time created_at = {};
  std::string write_key_prefix = {};
  std::optional<Time> last_event_at = {};
  std::int64_t events_24h = 0;
  std::int64_t accepted = 0;
  std::int64_t repeated = 0;
  std::int64_t collided = 0;
  std::int64_t refused = 0;
  std::int64_t random_ids = 0;
  std::int64_t dead_letters = 0;
};
BOOST_DESCRIBE_STRUCT(SourceView, (),
                      (id, name, kind, enabled, properties_email_is_identifier, created_at,
                       write_key_prefix, last_event_at, events_24h, accepted, repeated, collided,
                       refused, random_ids, dead_letters))

struct SourceList {
  std::vector<SourceView> items = {};
};
BOOST_DESCRIBE_STRUCT(SourceList, (), (items))

struct NewSourceForm {
  std::string name = {};
  SourceKind kind = SourceKind::server;
};
BOOST_DESCRIBE_STRUCT(NewSourceForm, (), (name, kind))

struct NewSourceView {
  SourceView source = {};
  std::string write_key = {};
};
BOOST_DESCRIBE_STRUCT(NewSourceView, (), (source, write_key))

struct SourceChangeForm {
  std::optional<std::string> name = {};
  std::optional<bool> enabled = {};
  std::optional<bool> properties_email_is_identifier = {};
};
BOOST_DESCRIBE_STRUCT(SourceChangeForm, (), (name, enabled, properties_email_is_identifier))

struct DecisionView {
  std::int64_t number = 0;
  Time at = {};
  std::string outcome = {};
  std::string reason = {};
  std::vector<std::string> decisions = {};
  std::string message_id = {};
  std::string kind = {};
  std::string name = {};
  std::optional<std::string> event_id = {};
  std::optional<std::string> profile_id = {};
  codec::RawJson payload = {};
};
BOOST_DESCRIBE_STRUCT(DecisionView, (),
                      (number, at, outcome, reason, decisions, message_id, kind, name, event_id,
                       profile_id, payload))

struct DecisionList {
  std::vector<DecisionView> items = {};
};
BOOST_DESCRIBE_STRUCT(DecisionList, (), (items))

struct DeadLetterView {
  std::string id = {};
  std::string source_id = {};
  std::string reason = {};
  std::string detail = {};
  Time first_at = {};
  Time last_at = {};
  std::int64_t count = 0;
  std::string message_id = {};
  std::optional<Time> replayed_at = {};
  bool replayable = false;  // Its payload is a whole item, and no event on the line already.
  codec::RawJson payload = {};
  std::optional<codec::RawJson> accepted_payload = {};  // Of an id collision: what came first.
};
BOOST_DESCRIBE_STRUCT(DeadLetterView, (),
                      (id, source_id, reason, detail, first_at, last_at, count, message_id,
                       replayed_at, replayable, payload, accepted_payload))

struct DeadLetterList {
  std::vector<DeadLetterView> items = {};
  std::map<std::string, std::int64_t> counts = {};  // By reason, exact for ever.
  std::optional<std::string> next = {};
};
BOOST_DESCRIBE_STRUCT(DeadLetterList, (), (items, counts, next))

struct ReplayForm {
  std::optional<codec::RawJson> payload = {};
};
BOOST_DESCRIBE_STRUCT(ReplayForm, (), (payload))

struct ReplayView {
  std::string outcome = {};
  std::optional<std::string> event_id = {};  // Accepted or repeated: the event on the line.
  std::optional<std::string> reason = {};
  std::optional<std::string> detail = {};
};
BOOST_DESCRIBE_STRUCT(ReplayView, (), (outcome, event_id, reason, detail))

}  // namespace throughline::collect
