// PersonExport: everything that is kept of one person as one JSON document, piece by piece.
//
// {"format":"throughline.person/1","profile":{..},"identifiers":[..],"traits":[..],
// "trait_history":[..],"accounts":[..],"decisions":[..],"consents":[..],"consent_history":[..],
// "dead_letters":[..],"events":[..],"complete":true}. Each piece is
// read in a transaction of its own, so that a person with a million events needs no memory. A
// document that could not be read to its end lacks "complete".
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/actor.h"
#include "people/render_routes.h"

namespace throughline::people {

// Owned by one worker at a time.
class PersonExport {
 public:
  static Result<std::shared_ptr<PersonExport>> begin(PeopleApi& api, const Actor& actor,
                                                     const std::string& profile);
  // Nothing at the end.
  std::optional<std::string> next();
  [[nodiscard]] bool complete() const { return stage_ == Stage::done; }

 private:
  enum class Stage { head, events, done, failed };

  PersonExport(PeopleApi& api, Actor actor, ProfileId profile)
      : api_(api), actor_(std::move(actor)), profile_(profile) {}
  Result<std::string> head();
  Result<std::string> more_events();

  PeopleApi& api_;
  const Actor actor_;
  const ProfileId profile_;
  Stage stage_ = Stage::head;
  std::optional<LinePosition> after_ = {};
  bool first_event_ = true;
};

// Writes the whole document to a file, which must not exist; how many bytes.
Result<std::int64_t> write_person_export(PeopleApi& api, const Actor& actor,
                                         const std::string& profile, const std::string& path);

}  // namespace throughline::people
