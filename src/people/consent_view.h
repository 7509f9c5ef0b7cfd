// Consent as the REST API shows and takes it.
#pragma once

#include "people/person_view.h"

namespace throughline::people {

struct ConsentView {
  std::string channel = {};
  std::string purpose = {};
  std::string status = {};
  Time since = {};
  Time received_at = {};
  SourceRef source = {};
  std::optional<std::string> event_id = {};
};
BOOST_DESCRIBE_STRUCT(ConsentView, (),
                      (channel, purpose, status, since, received_at, source, event_id))
struct ConsentList {
  std::vector<ConsentView> items = {};
};
BOOST_DESCRIBE_STRUCT(ConsentList, (), (items))

struct ConsentChangeView {
  std::string channel = {};
  std::string purpose = {};
  std::string status = {};
  Time occurred_at = {};
  Time received_at = {};
  std::string by = {};
  codec::RawJson proof = {};
  std::optional<std::string> event_id = {};
};
BOOST_DESCRIBE_STRUCT(ConsentChangeView, (),
                      (channel, purpose, status, occurred_at, received_at, by, proof, event_id))
struct ConsentHistory {
  std::vector<ConsentChangeView> items = {};
};
BOOST_DESCRIBE_STRUCT(ConsentHistory, (), (items))

struct ConsentForm {
  std::string channel = {};
  std::string purpose = {};
  std::string status = {};  // granted, denied, withdrawn; suppressed, lifted with the purpose *
  std::optional<codec::RawJson> proof = {};
  std::optional<Time> occurred_at = {};
};
BOOST_DESCRIBE_STRUCT(ConsentForm, (), (channel, purpose, status, proof, occurred_at))

struct ContactView {
  std::string verdict = {};  // allowed, refused or unknown
  std::string reason = {};
};
BOOST_DESCRIBE_STRUCT(ContactView, (), (verdict, reason))

}  // namespace throughline::people
