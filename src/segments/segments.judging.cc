#include "segments/segments.judging.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "codec/json_view.h"
#include "journeys/journeys.event_property.h"
#include "segments/segment_store.h"
#include "segments/segments.same_values.h"

namespace throughline::segments {

using storage::Transaction;

namespace {

constexpr std::size_t identifiers_at_once = 500;
constexpr std::size_t members_at_once = 500;

// An event's JSON, parsed when it is first asked for.
class EventSays {
 public:
  explicit EventSays(const Event& event) : event_(event) {}

  std::optional<condition::Fact> value(const std::string& property) {
    const auto found = said(property);
    return found ? std::optional(journeys::fact_of(*found)) : std::nullopt;
  }
  std::optional<journey_engine::PropertyValue> said(const std::string& property) {
    std::string_view key = property;
    const bool of_context = key.starts_with(journeys::context_prefix);
    if (of_context) {
      key.remove_prefix(journeys::context_prefix.size());
    }
    const std::string& json = of_context ? event_.context : event_.properties;
    if (!journeys::may_have_property(json, key)) {
      return std::nullopt;
    }
    auto& document = of_context ? context_ : properties_;
    if (!document) {
      auto parsed = codec::JsonDocument::parse(json);
      if (!parsed.ok()) {
        return std::nullopt;
      }
      document.emplace(*std::move(parsed));
    }
    return journeys::property_of(document->root(), key);
  }

 private:
  const Event& event_;
  std::optional<codec::JsonDocument> properties_;
  std::optional<codec::JsonDocument> context_;
};

bool holds(const condition::Condition& condition, EventSays& says) {
  const auto one = [&](const condition::Condition& part) { return holds(part, says); };
  if (const auto* both = std::get_if<std::shared_ptr<const condition::And>>(&condition)) {
    return std::all_of((*both)->conditions.begin(), (*both)->conditions.end(), one);
  }
  if (const auto* either = std::get_if<std::shared_ptr<const condition::Or>>(&condition)) {
    return std::any_of((*either)->conditions.begin(), (*either)->conditions.end(), one);
  }
  if (const auto* negated = std::get_if<std::shared_ptr<const condition::Not>>(&condition)) {
    return !one((*negated)->condition);
  }
  // Nothing else can stand in a `where`, and none of it asks for the present.
  const auto* test = std::get_if<condition::PropertyTest>(&condition);
  return test != nullptr && condition::holds(*test, says.value(test->key), {});
}

class KnownEvidence : public Evidence {
 public:
  KnownEvidence(const Known& known, std::size_t definition, const std::set<SegmentId>& in)
      : known_(known),
        definition_(definition),
        facts_(known.facts),
        hits_(known.hits.at(definition)),
        in_(in) {}

  [[nodiscard]] std::span<const Hit> hits(std::size_t step) const override {
    return hits_.at(step);
  }
  [[nodiscard]] Outcome of_person(const PersonTest& test, Time now) const override {
    return outcome_of(test.test, facts_, now);
  }
  [[nodiscard]] bool is_member(SegmentId segment) const override { return in_.contains(segment); }
  [[nodiscard]] Outcome of_accounts(const AccountPeopleTest& test, Time now) const override {
    const std::set<SegmentId> none;
    const auto of_one = [&](const Known& one) {
      return judge(test.rule, KnownEvidence(one, definition_, none), now);
    };
    const Outcome own = known_.account_people.empty() ? Outcome() : of_one(known_);
    std::vector<Outcome> accounts;
    for (const auto& others : known_.account_people) {
      std::vector<Outcome> people = {own};
      for (const auto& other : others) {
        people.push_back(of_one(*other));
      }
      accounts.push_back(among(test.among, people));
    }
    return for_one_of(accounts);
  }

 private:
  const Known& known_;
  std::size_t definition_;
  const condition::Facts& facts_;
  const std::vector<std::vector<Hit>>& hits_;
  const std::set<SegmentId>& in_;
};

// Kinds that customers' systems send, and what else tells that somebody was there.
std::vector<EventKind> kinds_seen() {
  std::vector<EventKind> kinds;
  for (int kind = 0; kind <= static_cast<int>(EventKind::consent); ++kind) {
    if (static_cast<EventKind>(kind) != EventKind::system) {
      kinds.push_back(static_cast<EventKind>(kind));
    }
  }
  return kinds;
}

// Rounded down, as columns keep it.
std::int64_t ms_of(Time at) {
  return at.us >= 0 ? at.us / us_per_ms : -((-at.us + us_per_ms - 1) / us_per_ms);
}

void add_hits(const Book& book, const Event& event, Hit hit, SameValues& values, Known& known) {
  EventSays says(event);
  for (std::size_t d = 0; d < book.definitions.size(); ++d) {
    for (const EventStep* step : book.definitions[d]->parts.steps) {
      if (step->name == event.name && (!step->where || holds(*step->where, says))) {
        const auto said = step->same.empty() ? std::nullopt : says.said(step->same);
        hit.same = said ? values.number_of(*said) : 0;
        known.hits[d][step->number].push_back(hit);
      }
    }
  }
}

}  // namespace

// As the people list has it: a list or an object is there, and compares with nothing.
std::optional<condition::Fact> fact_of(std::string_view json) {
  const auto value = people::indexed_value(json);
  if (!value) {
    return std::nullopt;
  }
  if (value->type == "boolean") {
    return condition::Fact(value->number.value_or(0) != 0);
  }
  if (value->number) {
    return condition::Fact(*value->number);
  }
  // No number that equals another, or is more or less.
  return value->text ? condition::Fact(*value->text)
                     : condition::Fact(std::numeric_limits<double>::quiet_NaN());
}

Result<std::optional<Known>> Judging::read(Transaction& tx, ProfileId profile, const Book& book,
                                           Others& others) {
  TL_TRY_ASSIGN(auto known, read_alone(tx, profile, book));
  if (known && book.asks_account_people) {
    TL_TRY(read_account_people(tx, profile, book, others, *known));
  }
  return known;
}

Result<std::vector<ProfileId>> Judging::members_of(Transaction& tx, AccountId account) {
  std::vector<ProfileId> all;
  for (bool more = true; more;) {
    TL_TRY_ASSIGN(
        const auto some,
        people_.members(tx, account, all.empty() ? ProfileId{} : all.back(), members_at_once));
    all.insert(all.end(), some.begin(), some.end());
    more = some.size() == members_at_once;
  }
  return all;
}

Result<std::set<ProfileId>> Judging::account_people(Transaction& tx, ProfileId profile) {
  std::set<ProfileId> people;
  TL_TRY_ASSIGN(const auto memberships, people_.memberships(tx, profile));
  for (const people::Membership& membership : memberships) {
    TL_TRY_ASSIGN(const auto members, members_of(tx, membership.account));
    people.insert(members.begin(), members.end());
  }
  return people;
}

Result<void> Judging::read_account_people(Transaction& tx, ProfileId profile, const Book& book,
                                          Others& others, Known& known) {
  TL_TRY_ASSIGN(const auto memberships, people_.memberships(tx, profile));
  for (const people::Membership& membership : memberships) {
    TL_TRY_ASSIGN(const auto members, members_of(tx, membership.account));
    auto& read = known.account_people.emplace_back();
    for (const ProfileId member : members) {
      if (member == profile) {
        continue;
      }
      std::shared_ptr<const Known>& other = others[member];
      if (other == nullptr) {
        TL_TRY_ASSIGN(auto alone, read_alone(tx, member, book));
        other = alone ? std::make_shared<const Known>(*std::move(alone)) : nullptr;
      }
      if (other != nullptr) {
        read.push_back(other);
      }
    }
  }
  return {};
}

Result<std::optional<Known>> Judging::read_alone(Transaction& tx, ProfileId profile,
                                                 const Book& book) {
  Known known;
  TL_TRY_ASSIGN(known.identifiers, people_.identifier_ids(tx, profile));
  if (known.identifiers.empty()) {
    return std::optional<Known>();
  }
  TL_TRY(read_facts(tx, profile, book, known));
  if (book.has_figures) {
    TL_TRY_ASSIGN(const auto stays, stays_now(tx, profile));
    for (const Stay& stay : stays) {
      const Definition* const definition = book.find(stay.segment);
      if (definition != nullptr && definition->figure) {
        known.figures.insert(stay.segment);
      }
    }
  }
  TL_TRY(read_line(tx, book, known));
  return std::optional(std::move(known));
}

Result<void> Judging::read_facts(Transaction& tx, ProfileId profile, const Book& book,
                                 Known& known) {
  TL_TRY(book.asks_traits ? read_traits(tx, profile, known) : Result<void>());
  TL_TRY(book.asks_identifiers ? read_identifiers(tx, profile, known) : Result<void>());
  TL_TRY(book.asks_accounts ? read_accounts(tx, profile, known) : Result<void>());
  return book.asks_seen ? read_seen(tx, known) : Result<void>();
}

Result<void> Judging::read_traits(Transaction& tx, ProfileId profile, Known& known) {
  TL_TRY_ASSIGN(const auto traits, people_.traits(tx, profile));
  for (const people::Trait& trait : traits) {
    if (auto fact = fact_of(trait.said.value)) {
      known.facts.traits.emplace(trait.key, *std::move(fact));
    }
  }
  return {};
}

Result<void> Judging::read_identifiers(Transaction& tx, ProfileId profile, Known& known) {
  people::IdentifierPage page{.more = true};
  while (page.more) {
    const IdentifierId after =
        page.identifiers.empty() ? IdentifierId{} : page.identifiers.back().id;
    TL_TRY_ASSIGN(page, people_.identifiers(tx, profile, after, identifiers_at_once));
    for (const people::ProfileIdentifier& one : page.identifiers) {
      known.facts.identifiers.emplace(one.name.type, one.name.value);
      TL_TRY_ASSIGN(const auto lists, lists_with(tx, one.id));
      known.lists.insert(lists.begin(), lists.end());
    }
  }
  return {};
}

Result<void> Judging::read_accounts(Transaction& tx, ProfileId profile, Known& known) {
  TL_TRY_ASSIGN(const auto memberships, people_.memberships(tx, profile));
  for (const people::Membership& membership : memberships) {
    TL_TRY_ASSIGN(const people::Account account, people_.find_account(tx, membership.account));
    condition::AccountFacts facts = {.group_id = membership.key};
    for (const auto& [key, state] : account.traits) {
      const people::Assertion* const said = people::winner(state);
      if (auto fact = said == nullptr ? std::nullopt : fact_of(said->value)) {
        facts.traits.emplace(key, *std::move(fact));
      }
    }
    known.facts.accounts.push_back(std::move(facts));
  }
  return {};
}

// The newest and the oldest event, however long the line is.
Result<void> Judging::read_seen(Transaction& tx, Known& known) {
  timeline::LineQuery query = {.filter = {.kinds = kinds_seen()}, .limit = 1};
  TL_TRY_ASSIGN(const auto newest, timeline_.line(tx, known.identifiers, query));
  query.after = LinePosition{.occurred_at = start_of({1, 1, 1})};
  TL_TRY_ASSIGN(const auto oldest, timeline_.line(tx, known.identifiers, query));
  if (!newest.events.empty() && !oldest.events.empty()) {
    known.facts.last_seen = newest.events.front().occurred_at;
    known.facts.first_seen = oldest.events.front().occurred_at;
  }
  return {};
}

Result<void> Judging::read_line(Transaction& tx, const Book& book, Known& known) {
  for (const auto& definition : book.definitions) {
    known.hits.emplace_back(definition->parts.steps.size());
  }
  if (book.names.empty()) {
    return {};
  }
  std::uint32_t place = 0;
  SameValues values;
  return timeline_.each_event(
      tx, known.identifiers, {.names = {book.names.begin(), book.names.end()}},
      [&](const Event& event) -> Result<void> {
        if (is_of_the_product(event.kind)) {
          return {};
        }
        const Hit hit = {
            .at_ms = ms_of(event.occurred_at), .place = place++, .seq = event.seq.value};
        add_hits(book, event, hit, values, known);
        return {};
      });
}

Judgement judge(const Book& book, const Known& known, Time now) {
  Judgement judgement;
  for (std::size_t d = 0; d < book.definitions.size(); ++d) {
    const Definition& definition = *book.definitions[d];
    const SegmentId id = definition.segment.id;
    Outcome outcome = {.holds = definition.figure ? known.figures.contains(id)
                                                  : known.lists.contains(id)};
    if (definition.segment.kind == SegmentKind::live) {
      outcome = judge(definition.rule, KnownEvidence(known, d, judgement.in), now);
    }
    if (outcome.holds) {
      judgement.in.insert(id);
    }
    if (outcome.until && (!judgement.until || *outcome.until < *judgement.until)) {
      judgement.until = outcome.until;
    }
  }
  return judgement;
}

Reason explain(const Book& book, const Definition& definition, const Known& known, Time now) {
  const Judgement judgement = judge(book, known, now);
  const Naming naming = {.segment_name = [&](SegmentId id) {
    const Definition* const found = book.find(id);
    return found == nullptr ? std::string() : found->segment.name;
  }};
  if (definition.segment.kind == SegmentKind::list) {
    const bool on_it = known.lists.contains(definition.segment.id);
    return {.text = on_it ? "an identifier of theirs is on the list"
                          : "no identifier of theirs is on the list",
            .holds = on_it};
  }
  if (definition.figure) {
    const bool behind = known.figures.contains(definition.segment.id);
    return {.text = behind ? "was behind the figure when it was last asked for"
                           : "was not behind the figure when it was last asked for",
            .holds = behind};
  }
  const auto place = static_cast<std::size_t>(
      std::find_if(book.definitions.begin(), book.definitions.end(),
                   [&](const auto& one) { return one.get() == &definition; }) -
      book.definitions.begin());
  return explain(definition.rule, KnownEvidence(known, place, judgement.in), known.facts, now,
                 naming);
}

}  // namespace throughline::segments
