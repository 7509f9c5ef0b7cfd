#include "segments/segments.personas.h"

#include <fmt/format.h>

#include <algorithm>

#include "access/access.h"
#include "base/clock.h"
#include "base/if_found.h"
#include "base/text.h"
#include "condition/evaluate.h"
#include "people/people.erased_texts.h"
#include "segments/persona_store.h"
#include "segments/segment_store.h"
#include "storage/database.h"

namespace throughline::segments {

using storage::Transaction;

namespace {

constexpr std::int64_t days_before = 30;
constexpr std::size_t writers_max = 400;   // Whose lines are read for words.
constexpr std::size_t texts_of_one = 3;    // So that no single person fills the list.
constexpr std::size_t events_of_one = 60;  // The newest, where words are looked for.
constexpr std::size_t candidates_max = 40;

std::string target_of(PersonaId id) {
  return "persona:" + std::to_string(id.value);
}

Result<std::string> checked_text(const std::string& text, std::string_view field,
                                 std::size_t bytes_min, std::size_t bytes_max) {
  const std::string_view kept = trimmed(text);
  if (kept.size() < bytes_min || kept.size() > bytes_max) {
    return Error::invalid(
        fmt::format("`{}` must have from {} to {} bytes", field, bytes_min, bytes_max));
  }
  return std::string(kept);
}

// What a form makes of a persona.
Result<Persona> filled(Persona persona, const PersonaForm& form) {
  TL_TRY_ASSIGN(persona.name,
                checked_text(form.name.value_or(persona.name), "name", 1, name_bytes_max));
  TL_TRY_ASSIGN(persona.about, checked_text(form.about.value_or(persona.about), "about", 0,
                                            description_bytes_max));
  TL_TRY_ASSIGN(persona.goals, checked_points(form.goals.value_or(persona.goals), "goals"));
  TL_TRY_ASSIGN(persona.pains, checked_points(form.pains.value_or(persona.pains), "pains"));
  persona.colour = form.colour.value_or(persona.colour);
  if (persona.colour < 0 || persona.colour >= colours) {
    return Error::invalid(fmt::format("`colour` must be from 0 to {}", colours - 1));
  }
  return persona;
}

}  // namespace

Personas::Personas(storage::Workspaces& workspaces, timeline::Timeline& timeline,
                   people::People& people, journeys::Journeys& journeys, Segments& segments,
                   Clock& clock)
    : workspaces_(workspaces),
      timeline_(timeline),
      people_(people),
      journeys_(journeys),
      segments_(segments),
      clock_(clock) {
  people.on_erase(
      [](Transaction& tx,
         const people::ErasureScope& scope) -> Result<std::vector<people::ErasedStore>> {
        TL_TRY_ASSIGN(const std::int64_t quotes, forget_quotes(tx, scope.identifiers));
        TL_TRY_ASSIGN(const std::int64_t texts,
                      people::erase_from_texts(
                          tx, {.table = "personas", .columns = {"name", "about", "goals", "pains"}},
                          scope.mentions));
        return std::vector<people::ErasedStore>{{"personas", quotes + texts}};
      });
}

Result<ListedPersona> Personas::listed(Transaction& tx, const Persona& persona) {
  ListedPersona listed = {.persona = persona};
  TL_TRY_ASSIGN(listed.segment, find_segment(tx, persona.segment));
  TL_TRY_ASSIGN(listed.size, count_members(tx, persona.segment));
  const Time before = {clock_.now().us - days_before * us_per_day};
  if (listed.segment.created_at <= before) {
    TL_TRY_ASSIGN(const auto then, segments_.members_at(tx, persona.segment, before));
    listed.size_before = static_cast<std::int64_t>(then.size());
  }
  return listed;
}

Result<std::vector<ListedPersona>> Personas::list(const Actor& actor) {
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<std::vector<ListedPersona>> {
    TL_TRY_ASSIGN(const auto personas, find_personas(tx));
    std::vector<ListedPersona> all;
    for (const Persona& persona : personas) {
      TL_TRY_ASSIGN(ListedPersona one, listed(tx, persona));
      all.push_back(std::move(one));
    }
    return all;
  });
}

Result<FoundPersona> Personas::find(const Actor& actor, PersonaId id) {
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<FoundPersona> {
    TL_TRY_ASSIGN(const Persona persona, find_persona(tx, id));
    FoundPersona found;
    TL_TRY_ASSIGN(found.listed, listed(tx, persona));
    TL_TRY_ASSIGN(const auto quotes, find_quotes(tx, id));
    for (const Quote& quote : quotes) {
      TL_TRY_ASSIGN(auto said, words(tx, persona.segment, quote.event));
      if (said) {
        found.quotes.push_back({quote, *std::move(said)});
      }
    }
    return found;
  });
}

Result<Persona> Personas::create(const Actor& actor, SegmentId segment, const PersonaForm& form) {
  const Time now = clock_.now();
  TL_TRY_ASSIGN(const Persona wanted,
                filled({.segment = segment, .created_at = now, .changed_at = now}, form));
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<Persona> {
    TL_TRY_ASSIGN(const Segment described, find_segment(tx, segment));
    if (described.archived_at) {
      return Error::conflict("the segment is archived: bring it back first");
    }
    TL_TRY_ASSIGN(const auto all, find_personas(tx));
    if (all.size() >= personas_max) {
      return Error::conflict(fmt::format("there may be {} personas; remove one", personas_max));
    }
    if (std::any_of(all.begin(), all.end(),
                    [&](const Persona& one) { return one.segment == segment; })) {
      return Error::conflict("the segment has a persona already: change that one");
    }
    Persona made = wanted;
    TL_TRY_ASSIGN(made.id, add_persona(tx, made));
    TL_TRY(access::Access::audit_at(tx, now, actor, "persona.create", target_of(made.id)));
    return made;
  });
}

Result<Persona> Personas::change(const Actor& actor, PersonaId id, const PersonaForm& form) {
  const Time now = clock_.now();
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<Persona> {
    TL_TRY_ASSIGN(const Persona before, find_persona(tx, id));
    if (form.version && *form.version != before.version) {
      return Error::conflict("somebody else has changed the persona meanwhile");
    }
    TL_TRY_ASSIGN(Persona after, filled(before, form));
    after.version = before.version + 1;
    after.changed_at = now;
    TL_TRY(save_persona(tx, after));
    TL_TRY(access::Access::audit_at(tx, now, actor, "persona.change", target_of(id)));
    return Result<Persona>(after);
  });
}

Result<void> Personas::remove(const Actor& actor, PersonaId id) {
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<void> {
    TL_TRY(find_persona(tx, id));
    TL_TRY(remove_persona(tx, id));
    return access::Access::audit_at(tx, clock_.now(), actor, "persona.remove", target_of(id));
  });
}

Result<std::optional<Words>> Personas::words(Transaction& tx, SegmentId segment, EventSeq event) {
  TL_TRY_ASSIGN(auto found, if_found(people_.find_event(tx, event)));
  if (!found || !found->key_identifier) {
    return std::optional<Words>();
  }
  TL_TRY_ASSIGN(const auto owner, if_found(people_.find_owner(tx, found->key_identifier)));
  Words words = {.text = words_of(*found), .person = owner.value_or(ProfileId{})};
  if (words.text.empty() || !words.person) {
    return std::optional<Words>();
  }
  TL_TRY_ASSIGN(const auto stays, stays_now(tx, words.person));
  words.is_member = std::any_of(stays.begin(), stays.end(),
                                [&](const Stay& stay) { return stay.segment == segment; });
  words.event = *std::move(found);
  return std::optional(std::move(words));
}

// Evenly over all of them, so that the oldest do not speak for everybody.
Result<std::vector<ProfileId>> Personas::some_members(Transaction& tx, SegmentId segment,
                                                      std::size_t limit) {
  std::vector<ProfileId> all;
  TL_TRY(each_member(tx, segment, [&](ProfileId person) { all.push_back(person); }));
  std::sort(all.begin(), all.end());
  const std::size_t shown = std::min(limit, all.size());
  std::vector<ProfileId> some;
  some.reserve(shown);
  for (std::size_t i = 0; i < shown; ++i) {
    some.push_back(all[i * all.size() / shown]);
  }
  return some;
}

Result<void> Personas::add_words_of(Transaction& tx, ProfileId person, const std::string& search,
                                    std::vector<Words>& found) {
  TL_TRY_ASSIGN(const auto identifiers, people_.identifier_ids(tx, person));
  TL_TRY_ASSIGN(
      auto page,
      timeline_.line(tx, identifiers,
                     {.filter = {.kinds = {EventKind::track}, .channels = channels_written_on()},
                      .limit = events_of_one}));
  std::vector<Words> own;
  for (Event& event : page.events) {
    Words words = {.text = words_of(event), .person = person, .is_member = true};
    const bool fits = search.empty()
                          ? fitness_of(words.text) > 0
                          : condition::folded(words.text).find(search) != std::string::npos;
    if (!words.text.empty() && fits) {
      words.event = std::move(event);
      own.push_back(std::move(words));
    }
  }
  std::stable_sort(own.begin(), own.end(), [](const Words& one, const Words& other) {
    return fitness_of(one.text) > fitness_of(other.text);
  });
  own.resize(std::min(own.size(), texts_of_one));
  std::move(own.begin(), own.end(), std::back_inserter(found));
  return {};
}

Result<std::vector<Words>> Personas::candidates(const Actor& actor, PersonaId id,
                                                std::string_view search) {
  const std::string folded = condition::folded(trimmed(search));
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<std::vector<Words>> {
    TL_TRY_ASSIGN(const Persona persona, find_persona(tx, id));
    TL_TRY_ASSIGN(const auto quotes, find_quotes(tx, id));
    TL_TRY_ASSIGN(const auto members, some_members(tx, persona.segment, writers_max));
    std::vector<Words> found;
    for (const ProfileId person : members) {
      TL_TRY(add_words_of(tx, person, folded, found));
    }
    std::erase_if(found, [&](const Words& words) {
      return std::any_of(quotes.begin(), quotes.end(),
                         [&](const Quote& quote) { return quote.event == words.event.seq; });
    });
    std::stable_sort(found.begin(), found.end(), [](const Words& one, const Words& other) {
      const int fitness = fitness_of(one.text) - fitness_of(other.text);
      return fitness != 0 ? fitness > 0 : one.event.occurred_at > other.event.occurred_at;
    });
    found.resize(std::min(found.size(), candidates_max));
    return found;
  });
}

Result<Quote> Personas::add_quote(const Actor& actor, PersonaId id, EventSeq event) {
  const Time now = clock_.now();
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<Quote> {
    TL_TRY_ASSIGN(const Persona persona, find_persona(tx, id));
    TL_TRY_ASSIGN(const auto said, words(tx, persona.segment, event));
    if (!said || !said->is_member) {
      return Error::invalid("`event` must be something that one of the persona's people wrote");
    }
    TL_TRY_ASSIGN(const auto quotes, find_quotes(tx, id));
    if (quotes.size() >= quotes_max) {
      return Error::conflict(
          fmt::format("a persona has at most {} quotes; remove one", quotes_max));
    }
    Quote quote = {.event = event, .identifier = said->event.key_identifier, .added_at = now};
    TL_TRY_ASSIGN(const auto made, segments::add_quote(tx, id, quote));
    if (!made) {
      return Error::conflict("these words are a quote already");
    }
    quote.id = *made;
    TL_TRY(access::Access::audit_at(tx, now, actor, "persona.quote", target_of(id)));
    return quote;
  });
}

Result<void> Personas::remove_quote(const Actor& actor, PersonaId id, QuoteId quote) {
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<void> {
    TL_TRY(segments::remove_quote(tx, id, quote));
    return access::Access::audit_at(tx, clock_.now(), actor, "persona.unquote", target_of(id));
  });
}

}  // namespace throughline::segments
