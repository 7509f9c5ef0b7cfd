// Personas as the REST API shows and takes them. Values only.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "codec/describe.h"

namespace throughline::segments {

struct PersonaView {
  std::string id = {};
  std::string segment = {};
  std::string segment_name = {};
  bool segment_archived = false;
  std::string name = {};
  std::string about = {};
  std::vector<std::string> goals = {};
  std::vector<std::string> pains = {};
  std::int64_t colour = 0;
  std::int64_t size = 0;
  // In the last 30 days; null where the segment was not there yet.
  std::optional<std::int64_t> change = {};
  std::int64_t version = 1;
  Time changed_at = {};
};
BOOST_DESCRIBE_STRUCT(PersonaView, (),
                      (id, segment, segment_name, segment_archived, name, about, goals, pains,
                       colour, size, change, version, changed_at))

struct PersonaList {
  std::vector<PersonaView> items = {};
};
BOOST_DESCRIBE_STRUCT(PersonaList, (), (items))

// What somebody wrote, and where it is on their line.
struct WordsView {
  std::string text = {};
  std::string event = {};
  std::string event_name = {};
  std::string channel = {};
  Time occurred_at = {};
  std::string person = {};
  std::optional<std::string> person_name = {};
};
BOOST_DESCRIBE_STRUCT(WordsView, (),
                      (text, event, event_name, channel, occurred_at, person, person_name))

struct QuoteView {
  std::string id = {};
  WordsView words = {};
  bool member = false;  // Still among the persona's people.
};
BOOST_DESCRIBE_STRUCT(QuoteView, (), (id, words, member))

struct PersonaDetailView {
  PersonaView persona = {};
  std::string sentence = {};  // Who its people are.
  std::vector<QuoteView> quotes = {};
};
BOOST_DESCRIBE_STRUCT(PersonaDetailView, (), (persona, sentence, quotes))

struct NewPersonaForm {
  std::string segment = {};
  std::string name = {};
  std::optional<std::string> about = {};
  std::optional<std::vector<std::string>> goals = {};
  std::optional<std::vector<std::string>> pains = {};
  std::optional<std::int64_t> colour = {};
};
BOOST_DESCRIBE_STRUCT(NewPersonaForm, (), (segment, name, about, goals, pains, colour))

struct PersonaChangeForm {
  std::optional<std::string> name = {};
  std::optional<std::string> about = {};
  std::optional<std::vector<std::string>> goals = {};
  std::optional<std::vector<std::string>> pains = {};
  std::optional<std::int64_t> colour = {};
  std::optional<std::int64_t> version = {};
};
BOOST_DESCRIBE_STRUCT(PersonaChangeForm, (), (name, about, goals, pains, colour, version))

struct CandidateList {
  std::vector<WordsView> items = {};
};
BOOST_DESCRIBE_STRUCT(CandidateList, (), (items))

struct QuoteForm {
  std::string event = {};
};
BOOST_DESCRIBE_STRUCT(QuoteForm, (), (event))

// A share with its 95 % interval (Wilson).
struct PersonaShareView {
  std::int64_t count = 0;
  std::int64_t of = 0;
  double share = 0;
  double low = 0;
  double high = 1;
};
BOOST_DESCRIBE_STRUCT(PersonaShareView, (), (count, of, share, low, high))

struct ChannelShareView {
  std::string channel = {};
  PersonaShareView share = {};
};
BOOST_DESCRIBE_STRUCT(ChannelShareView, (), (channel, share))

struct DistinctionView {
  std::string of = {};                       // event or trait.
  std::string name = {};                     // Of the event or trait.
  std::optional<codec::RawJson> value = {};  // Of the trait.
  PersonaShareView persona = {};
  PersonaShareView others = {};
  double difference = 0;
  double low = -1;  // The 95 % interval of the difference (Newcombe).
  double high = 1;
  double p = 1;           // Fisher's exact test, two-sided.
  double adjusted_p = 1;  // By Benjamini and Yekutieli.
};
BOOST_DESCRIBE_STRUCT(DistinctionView, (),
                      (of, name, value, persona, others, difference, low, high, p, adjusted_p))

struct PersonaFiguresView {
  std::int64_t people = 0;
  std::int64_t of = 0;
  std::int64_t looked_at = 0;  // Of how many the channels are.
  std::vector<ChannelShareView> channels = {};
  std::int64_t tested = 0;
  std::vector<DistinctionView> distinctions = {};
  std::string position = {};
};
BOOST_DESCRIBE_STRUCT(PersonaFiguresView, (),
                      (people, of, looked_at, channels, tested, distinctions, position))

}  // namespace throughline::segments
