// People, their traits, events and accounts as the REST API shows them.
#pragma once

#include <boost/describe/class.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "codec/describe.h"

namespace throughline::people {

struct SourceRef {
  std::string id = {};
  std::string name = {};
};
BOOST_DESCRIBE_STRUCT(SourceRef, (), (id, name))

struct IdentifierView {
  std::string type = {};
  std::string value = {};
};
BOOST_DESCRIBE_STRUCT(IdentifierView, (), (type, value))

struct OwnedIdentifierView {
  std::string type = {};
  std::string value = {};
  bool verified = false;
  std::int64_t events = 0;
  std::optional<Time> first_at = {};
  std::optional<Time> last_at = {};
};
BOOST_DESCRIBE_STRUCT(OwnedIdentifierView, (), (type, value, verified, events, first_at, last_at))
struct IdentifierList {
  std::vector<OwnedIdentifierView> items = {};
  std::optional<std::string> next = {};
};
BOOST_DESCRIBE_STRUCT(IdentifierList, (), (items, next))

struct MembershipView {
  std::string id = {};
  std::string group_id = {};
  std::string name = {};
  std::vector<std::string> roles = {};
  Time since = {};
};
BOOST_DESCRIBE_STRUCT(MembershipView, (), (id, group_id, name, roles, since))
struct MembershipList {
  std::vector<MembershipView> items = {};
};
BOOST_DESCRIBE_STRUCT(MembershipList, (), (items))

struct ProfileView {
  std::string id = {};
  std::optional<std::string> name = {};
  bool known = false;
  bool pending = false;
  std::optional<Time> first_seen = {};
  std::optional<Time> last_seen = {};
  std::int64_t events = 0;
  std::map<std::string, codec::RawJson> traits = {};
  std::vector<OwnedIdentifierView> identifiers = {};
  std::int64_t identifier_count = 0;
  std::vector<MembershipView> accounts = {};
};
BOOST_DESCRIBE_STRUCT(ProfileView, (),
                      (id, name, known, pending, first_seen, last_seen, events, traits, identifiers,
                       identifier_count, accounts))

struct TraitView {
  std::string key = {};
  codec::RawJson value = {};
  Time occurred_at = {};
  Time received_at = {};
  SourceRef source = {};
  std::optional<std::string> event_id = {};
  std::string rule = {};  // Why this value holds.
  bool locked = false;
};
BOOST_DESCRIBE_STRUCT(TraitView, (),
                      (key, value, occurred_at, received_at, source, event_id, rule, locked))
struct TraitList {
  std::vector<TraitView> items = {};
};
BOOST_DESCRIBE_STRUCT(TraitList, (), (items))

struct TraitChangeView {
  codec::RawJson value = {};
  std::string op = {};
  Time occurred_at = {};
  Time received_at = {};
  SourceRef source = {};
  std::optional<std::string> event_id = {};
  bool once = false;
  bool wins = false;
};
BOOST_DESCRIBE_STRUCT(TraitChangeView, (),
                      (value, op, occurred_at, received_at, source, event_id, once, wins))
struct TraitHistory {
  std::vector<TraitChangeView> items = {};
};
BOOST_DESCRIBE_STRUCT(TraitHistory, (), (items))

struct TraitForm {
  std::optional<codec::RawJson> value = {};
  std::optional<bool> lock = {};
};
BOOST_DESCRIBE_STRUCT(TraitForm, (), (value, lock))

struct EventView {
  std::string id = {};
  std::string cursor = {};
  std::string kind = {};
  std::string name = {};
  std::string channel = {};
  Time occurred_at = {};
  std::optional<Time> original_timestamp = {};
  std::optional<Time> sent_at = {};
  Time received_at = {};
  std::string clock = {};
  std::string message_id = {};
  SourceRef source = {};
  std::optional<IdentifierView> key_identifier = {};
  std::vector<IdentifierView> identifiers = {};
  std::optional<std::string> account = {};
  std::optional<std::string> reference = {};
  codec::RawJson properties = {};
  codec::RawJson context = {};
  codec::RawJson integrations = {};
  codec::RawJson extra = {};
  std::vector<std::string> notes = {};
};
BOOST_DESCRIBE_STRUCT(EventView, (),
                      (id, cursor, kind, name, channel, occurred_at, original_timestamp, sent_at,
                       received_at, clock, message_id, source, key_identifier, identifiers, account,
                       reference, properties, context, integrations, extra, notes))
struct EventList {
  std::vector<EventView> items = {};
  std::optional<std::string> next = {};
};
BOOST_DESCRIBE_STRUCT(EventList, (), (items, next))

struct ProfileName {
  std::string id = {};
  std::optional<std::string> name = {};
};
BOOST_DESCRIBE_STRUCT(ProfileName, (), (id, name))

struct ThinEventView {
  std::string id = {};
  std::string kind = {};
  std::string name = {};
  std::string channel = {};
  Time occurred_at = {};
  std::optional<ProfileName> profile = {};
};
BOOST_DESCRIBE_STRUCT(ThinEventView, (), (id, kind, name, channel, occurred_at, profile))

struct ThinEventList {
  std::vector<ThinEventView> items = {};
  std::optional<std::string> next = {};
};
BOOST_DESCRIBE_STRUCT(ThinEventList, (), (items, next))

struct DayView {
  std::string day = {};
  std::int64_t events = 0;
};
BOOST_DESCRIBE_STRUCT(DayView, (), (day, events))
struct DensityView {
  std::vector<DayView> items = {};
};
BOOST_DESCRIBE_STRUCT(DensityView, (), (items))

struct LinkView {
  Time occurred_at = {};
  std::optional<SourceRef> source = {};
  std::string message_id = {};
  std::vector<IdentifierView> identifiers = {};
  std::string rule = {};
  std::string text = {};
};
BOOST_DESCRIBE_STRUCT(LinkView, (), (occurred_at, source, message_id, identifiers, rule, text))
struct ExplanationView {
  bool linked = false;
  std::string text = {};
  std::vector<LinkView> steps = {};
  std::vector<LinkView> refusals = {};
};
BOOST_DESCRIBE_STRUCT(ExplanationView, (), (linked, text, steps, refusals))

struct MergeForm {
  std::vector<std::string> profiles = {};
  std::string reason = {};
};
BOOST_DESCRIBE_STRUCT(MergeForm, (), (profiles, reason))
struct ProfileRef {
  std::string id = {};
};
BOOST_DESCRIBE_STRUCT(ProfileRef, (), (id))

struct AccountRef {
  std::string id = {};
  std::string name = {};
};
BOOST_DESCRIBE_STRUCT(AccountRef, (), (id, name))

struct ProfileSummaryView {
  std::string id = {};
  std::optional<std::string> name = {};
  std::optional<std::string> email = {};
  std::optional<std::string> user_id = {};  // The first of them.
  bool known = false;
  Time first_seen = {};
  Time last_seen = {};
  std::int64_t events = 0;
  std::int64_t identifiers = 0;
  std::map<std::string, codec::RawJson> traits = {};
  std::optional<AccountRef> account = {};
};
BOOST_DESCRIBE_STRUCT(ProfileSummaryView, (),
                      (id, name, email, user_id, known, first_seen, last_seen, events, identifiers,
                       traits, account))
struct ProfileList {
  std::vector<ProfileSummaryView> items = {};
  std::optional<std::int64_t> total = {};
  std::optional<std::string> next = {};
};
BOOST_DESCRIBE_STRUCT(ProfileList, (), (items, total, next))

struct FieldView {
  std::string key = {};
  std::string type = {};
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(FieldView, (), (key, type, people))
struct EventFieldView {
  std::string name = {};
  std::int64_t events = 0;
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(EventFieldView, (), (name, events, people))
struct IdentifierFieldView {
  std::string type = {};
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(IdentifierFieldView, (), (type, people))
struct FieldsView {
  std::vector<FieldView> traits = {};
  std::vector<FieldView> account_traits = {};
  std::vector<EventFieldView> event_names = {};
  std::vector<IdentifierFieldView> identifier_types = {};
  std::vector<std::string> channels = {};
};
BOOST_DESCRIBE_STRUCT(FieldsView, (),
                      (traits, account_traits, event_names, identifier_types, channels))

struct AccountView {
  std::string id = {};
  std::string group_id = {};
  std::string name = {};
  std::string type = {};
  std::vector<std::string> parents = {};
  std::int64_t people = 0;
  Time created_at = {};
  std::map<std::string, codec::RawJson> traits = {};
};
BOOST_DESCRIBE_STRUCT(AccountView, (),
                      (id, group_id, name, type, parents, people, created_at, traits))
struct AccountList {
  std::vector<AccountView> items = {};
  std::int64_t total = 0;
  std::optional<std::string> next = {};
};
BOOST_DESCRIBE_STRUCT(AccountList, (), (items, total, next))

}  // namespace throughline::people
