#include "people/people.duplicates.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/assert.h"
#include "base/log.h"
#include "base/random.h"
#include "people/duplicate_store.h"

namespace throughline::people {

using storage::Transaction;

namespace {

constexpr std::string_view job_kind = "find_duplicates";
constexpr std::size_t people_at_once = 5000;
constexpr std::size_t pairs_at_once = 1000;
constexpr std::uint64_t search_seed = 1969;  // The same people give the same proposals.
constexpr std::size_t identifiers_compared_max = 100;

Error stopped() {
  return Error::unavailable("the search for duplicates was asked to stop");
}

// Everybody, as records of the same order as `profiles`.
struct Everybody {
  match::Records records{duplicate_schema()};
  std::vector<ProfileId> profiles = {};
};

Result<Everybody> read_everybody(storage::Database& database, const TraitRules& rules,
                                 const std::stop_token& stop) {
  Everybody everybody;
  ProfileId after;
  for (bool more = true; more;) {
    if (stop.stop_requested()) {
      return stopped();
    }
    TL_TRY_ASSIGN(const auto people, database.read([&](Transaction& tx) {
      return people_to_compare(tx, after, people_at_once, rules);
    }));
    for (const ComparedPerson& person : people) {
      after = person.profile;
      if (says_who(person.values)) {
        everybody.records.add(person.values);
        everybody.profiles.push_back(person.profile);
      }
    }
    more = people.size() == people_at_once;
  }
  return everybody;
}

}  // namespace

Duplicates::Duplicates(storage::Workspaces& workspaces, People& people, Clock& clock)
    : workspaces_(workspaces), people_(people), clock_(clock) {}

void Duplicates::work_with(jobs::Jobs& jobs) {
  jobs_ = &jobs;
  jobs.on_job(std::string(job_kind),
              [this](storage::Database& database, const jobs::Job& job,
                     const std::stop_token& stop) -> Result<void> {
                const DuplicateSearchId id{std::strtoll(job.payload.c_str(), nullptr, 10)};
                const Result<DuplicateSearch> done = run(database, id, stop);
                if (done.ok()) {
                  return {};
                }
                if (stop.stop_requested()) {
                  return done.error();
                }
                log(LogLevel::error, "the search for duplicates failed",
                    {{"why", done.error().message}});
                return database.write([&](Transaction& tx) {
                  return save_search(
                      tx, {.id = id, .state = SearchState::failed, .finished_at = clock_.now()});
                });
              });
}

Result<DuplicateSearch> Duplicates::start_search(const Actor& actor) {
  TL_ASSERT(jobs_ != nullptr);
  TL_TRY(jobs_->start(actor.workspace));
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<DuplicateSearch> {
    TL_TRY_ASSIGN(const auto latest, find_search(tx));
    if (latest && latest->state == SearchState::running) {
      return *latest;
    }
    TL_TRY_ASSIGN(const DuplicateSearchId id, add_search(tx, SearchState::running, clock_.now()));
    TL_TRY(jobs_->add_job(tx, job_kind, std::to_string(id.value)));
    TL_TRY_ASSIGN(const auto started, find_search(tx));
    return *started;
  });
}

Result<DuplicateSearch> Duplicates::search(const Actor& actor) {
  TL_TRY_ASSIGN(storage::Database* const database, workspaces_.find(actor.workspace));
  TL_TRY_ASSIGN(const DuplicateSearchId id,
                // Failed until it is done: whoever runs it may go away.
                database->write([&](Transaction& tx) {
                  return add_search(tx, SearchState::failed, clock_.now());
                }));
  return run(*database, id, {});
}

Result<DuplicateSearch> Duplicates::run(storage::Database& database, DuplicateSearchId id,
                                        const std::stop_token& stop) {
  TL_TRY_ASSIGN(const TraitRules rules,
                database.read([&](Transaction& tx) { return people_.survivorship(tx); }));
  TL_TRY_ASSIGN(const Everybody everybody, read_everybody(database, rules, stop));
  TL_TRY_ASSIGN(const ProfilePairs refused,
                database.read([](Transaction& tx) { return refused_pairs(tx); }));
  SeededRandom random(search_seed);
  const match::Linkage linkage = match::link(
      everybody.records, random, {.probability_min = duplicate_probability_min, .stop = stop});
  if (stop.stop_requested()) {
    return stopped();
  }
  const auto& profiles = everybody.profiles;
  const auto pairs =
      propose(everybody.records, linkage, [&](match::RecordIndex a, match::RecordIndex b) {
        const auto [one, other] = std::minmax({profiles[a].value, profiles[b].value});
        return refused.contains({one, other});
      });
  for (std::size_t from = 0; from < pairs.size(); from += pairs_at_once) {
    TL_TRY(database.write([&](Transaction& tx) -> Result<void> {
      for (std::size_t i = from; i < std::min(pairs.size(), from + pairs_at_once); ++i) {
        const ProposedPair& pair = pairs[i];
        const FoundDuplicate found{profiles[pair.one], profiles[pair.other], pair.weight,
                                   pair.evidence};
        TL_TRY(save_duplicate(tx, found, id, clock_.now()));
      }
      return {};
    }));
  }
  return database.write([&](Transaction& tx) -> Result<DuplicateSearch> {
    TL_TRY(remove_outdated_duplicates(tx, id));
    const DuplicateSearch search{.id = id,
                                 .state = SearchState::done,
                                 .finished_at = clock_.now(),
                                 .people = static_cast<std::int64_t>(profiles.size()),
                                 .pairs = static_cast<std::int64_t>(linkage.candidates),
                                 .found = static_cast<std::int64_t>(pairs.size())};
    TL_TRY(save_search(tx, search));
    TL_TRY_ASSIGN(const auto saved, find_search(tx));
    return *saved;
  });
}

Result<std::optional<DuplicateSearch>> Duplicates::latest_search(Transaction& tx) {
  return find_search(tx);
}

Result<DuplicatePage> Duplicates::list(Transaction& tx, DuplicateState state, DuplicateId after,
                                       std::size_t limit) {
  return duplicates_in(tx, state, after, limit);
}

Result<Duplicate> Duplicates::find(Transaction& tx, DuplicateId id) {
  return find_duplicate(tx, id);
}

Result<ComparedValues> Duplicates::compared(Transaction& tx, ProfileId id) {
  std::map<std::string, std::string> traits;
  TL_TRY_ASSIGN(const auto held, people_.traits(tx, id));
  for (const Trait& trait : held) {
    traits.emplace(trait.key, trait.said.value);
  }
  std::vector<Identifier> names;
  TL_TRY_ASSIGN(const auto page, people_.identifiers(tx, id, {}, identifiers_compared_max));
  names.reserve(page.identifiers.size());
  for (const ProfileIdentifier& identifier : page.identifiers) {
    names.push_back(identifier.name);
  }
  return compared_values(traits, names);
}

Result<Duplicate> Duplicates::find_open(Transaction& tx, DuplicateId id) {
  TL_TRY_ASSIGN(Duplicate pair, find_duplicate(tx, id));
  if (pair.state != DuplicateState::open) {
    return Error::conflict("this pair was decided already");
  }
  return pair;
}

Result<ProfileId> Duplicates::accept(const Actor& actor, DuplicateId id) {
  struct Names {
    MergeRequest request;
    ProfileId one;
  };
  TL_TRY_ASSIGN(const Names names, workspaces_.read(actor, [&](Transaction& tx) -> Result<Names> {
    TL_TRY_ASSIGN(const Duplicate pair, find_open(tx, id));
    TL_TRY_ASSIGN(const Profile one, people_.profile(tx, pair.one));
    TL_TRY_ASSIGN(const Profile other, people_.profile(tx, pair.other));
    const double percent = std::floor(pair.probability() * 1000) / 10;
    return Names{
        {one.public_id, other.public_id, fmt::format("a likely duplicate ({:.1f} %)", percent)},
        one.id};
  }));
  TL_TRY_ASSIGN(const ProfileId merged, people_.merge(actor, names.request));
  TL_TRY(workspaces_.write(actor, [&](Transaction& tx) {
    return decide_duplicate(tx, id, DuplicateState::accepted, clock_.now(), actor.name, "");
  }));
  return merged;
}

Result<Duplicate> Duplicates::refuse(const Actor& actor, DuplicateId id,
                                     const std::string& reason) {
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<Duplicate> {
    TL_TRY(find_open(tx, id));
    TL_TRY(decide_duplicate(tx, id, DuplicateState::refused, clock_.now(), actor.name, reason));
    return find_duplicate(tx, id);
  });
}

Result<Duplicate> Duplicates::reopen(const Actor& actor, DuplicateId id) {
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<Duplicate> {
    TL_TRY_ASSIGN(const Duplicate pair, find_duplicate(tx, id));
    if (pair.state != DuplicateState::refused) {
      return Error::conflict("this pair is not refused");
    }
    TL_TRY(decide_duplicate(tx, id, DuplicateState::open, clock_.now(), actor.name, ""));
    return find_duplicate(tx, id);
  });
}

}  // namespace throughline::people
