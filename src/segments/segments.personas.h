// Personas: segments described as somebody one can think of, with figures that stay right by
// themselves. The facade.
//
// Rights are checked by the routes. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "segments/persona.h"
#include "segments/segments.h"
#include "stats/proportion.h"

namespace throughline::segments {

struct PersonaForm {
  std::optional<std::string> name = {};
  std::optional<std::string> about = {};
  std::optional<std::vector<std::string>> goals = {};
  std::optional<std::vector<std::string>> pains = {};
  std::optional<std::int64_t> colour = {};
  std::optional<std::int64_t> version = {};  // That a change is of: Error::conflict else.
};

struct ListedPersona {
  Persona persona = {};
  Segment segment = {};
  std::int64_t size = 0;
  // Thirty days ago; nothing where the segment was not there yet.
  std::optional<std::int64_t> size_before = {};
};

// What somebody wrote, as their event says it now.
struct Words {
  Event event = {};
  std::string text = {};
  ProfileId person = {};
  bool is_member = false;
};
struct ShownQuote {
  Quote quote = {};
  Words words = {};
};
struct FoundPersona {
  ListedPersona listed = {};
  std::vector<ShownQuote> quotes = {};
};

// On which channels people came in the last 90 days.
struct ChannelShare {
  Channel channel = Channel::web;
  stats::Share share = {};
};
// What more or fewer of a persona's people did or are than of everybody else.
struct Distinction {
  enum class Of { event, trait };
  Of of = Of::event;
  std::string name = {};   // Of the event or trait.
  std::string value = {};  // Of the trait, as JSON.
  stats::Share inside = {};
  stats::Share outside = {};
  stats::Difference difference = {};
  double p = 1;
  double adjusted_p = 1;  // By Benjamini and Yekutieli, over all that were tested.
};
struct PersonaFigures {
  std::int64_t people = 0;
  std::int64_t of = 0;
  // Of these many of them, evenly over all.
  std::int64_t looked_at = 0;
  std::vector<ChannelShare> channels = {};
  std::int64_t tested = 0;
  std::vector<Distinction> distinctions = {};  // Those that stand after the adjustment.
  timeline::Position position = {};
};

class Personas {
 public:
  // All must outlive this. Registers its part of an erasure.
  Personas(storage::Workspaces& workspaces, timeline::Timeline& timeline, people::People& people,
           journeys::Journeys& journeys, Segments& segments, Clock& clock);

  Result<std::vector<ListedPersona>> list(const Actor& actor);
  Result<FoundPersona> find(const Actor& actor, PersonaId id);
  // Error::conflict where the segment has a persona.
  Result<Persona> create(const Actor& actor, SegmentId segment, const PersonaForm& form);
  Result<Persona> change(const Actor& actor, PersonaId id, const PersonaForm& form);
  Result<void> remove(const Actor& actor, PersonaId id);

  // What its people wrote that does as a quote, the fittest and newest first; with these words in
  // it, if there are any.
  Result<std::vector<Words>> candidates(const Actor& actor, PersonaId id, std::string_view search);
  // Error::invalid unless the event is of one of its people and has words.
  Result<Quote> add_quote(const Actor& actor, PersonaId id, EventSeq event);
  Result<void> remove_quote(const Actor& actor, PersonaId id, QuoteId quote);

  Result<PersonaFigures> figures(const journeys::Asking& asking, PersonaId id);

 private:
  Result<ListedPersona> listed(storage::Transaction& tx, const Persona& persona);
  // Nothing where the event is gone, or says nothing in the person's own words.
  Result<std::optional<Words>> words(storage::Transaction& tx, SegmentId segment, EventSeq event);
  Result<std::vector<ProfileId>> some_members(storage::Transaction& tx, SegmentId segment,
                                              std::size_t limit);
  Result<void> add_words_of(storage::Transaction& tx, ProfileId person, const std::string& search,
                            std::vector<Words>& found);
  Result<void> add_channels(storage::Transaction& tx, const Persona& persona,
                            PersonaFigures& figures);

  storage::Workspaces& workspaces_;
  timeline::Timeline& timeline_;
  people::People& people_;
  journeys::Journeys& journeys_;
  Segments& segments_;
  Clock& clock_;
};

}  // namespace throughline::segments
