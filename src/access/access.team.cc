// Access: users and invitations.
#include "access/access.h"

#include <utility>

#include "access/member_store.h"
#include "access/text_rules.h"

namespace throughline::access {
namespace {

constexpr const char* dead_link = "This invitation has been used, has expired, or never was one";

}  // namespace

Result<std::vector<Member>> Access::members(const Actor& actor) {
  return instance().read(
      [&](storage::Transaction& tx) { return all_members(tx, actor.workspace); });
}

Result<Member> Access::find_member(const Actor& actor, UserId user) {
  return instance().read(
      [&](storage::Transaction& tx) { return access::find_member(tx, actor.workspace, user); });
}

// Whether `actor` may turn `member` into one with the role `next`, or, without it, remove her.
Result<void> Access::check_manageable(storage::Transaction& tx, const Actor& actor,
                                      const Member& member, std::optional<Role> next) {
  if (!holds(actor.role, Right::manage_team)) {
    return Error::forbidden("The role " + std::string(name_of(actor.role)) +
                            " does not hold the right manage_team");
  }
  if (!may_manage(actor.role, member.role) || (next && !may_manage(actor.role, *next))) {
    return Error::forbidden("Only an owner makes, changes and removes owners");
  }
  if (member.role != Role::owner || member.invited || next == Role::owner) {
    return {};
  }
  TL_TRY_ASSIGN(const std::int64_t owners, count_owners(tx, actor.workspace));
  return owners > 1 ? Result<void>()
                    : Result<void>(Error::conflict(
                          "The last owner stays. Make somebody else an owner first."));
}

Result<Invited> Access::invite(const Actor& actor, const NewUser& user) {
  TL_TRY(check_name("The name", user.name));
  TL_TRY_ASSIGN(const std::string email, normal_email(user.email));
  if (!may_manage(actor.role, user.role)) {
    return Error::forbidden("Only an owner makes owners");
  }
  const Time now = clock_.now();
  const std::string token = make_secret(random_);
  auto invited = instance().write([&](storage::Transaction& tx) -> Result<Invited> {
    TL_TRY(lock_workspace(tx, actor.workspace));
    TL_TRY_ASSIGN(const std::int64_t members, count_members(tx, actor.workspace));
    if (members >= users_max) {
      return Error::too_many("This workspace has as many users as it may have");
    }
    TL_TRY_ASSIGN(const auto known, find_credentials(tx, email));
    UserId id = known ? known->user : UserId{};
    if (!known) {
      TL_TRY_ASSIGN(id, insert_user(tx, email, user.name, "", now));
    }
    TL_TRY(insert_member(tx, actor.workspace, id, user.role));
    TL_TRY(note(tx, actor, {"user.invite", audit_name(id), audit_detail(user.role)}));
    TL_TRY_ASSIGN(Member member, access::find_member(tx, actor.workspace, id));
    if (!member.invited) {
      return Invited{std::move(member), {}};
    }
    TL_TRY(insert_invitation(tx, hash_of_secret(token), {id, actor.workspace},
                             {now.us + invitation_lasts_us}));
    return Invited{std::move(member), token};
  });
  deliver_audit();
  return invited;
}

Result<Invited> Access::invite_again(const Actor& actor, UserId user) {
  const std::string token = make_secret(random_);
  const Time expires = {clock_.now().us + invitation_lasts_us};
  auto invited = instance().write([&](storage::Transaction& tx) -> Result<Invited> {
    TL_TRY_ASSIGN(Member member, access::find_member(tx, actor.workspace, user));
    if (!may_manage(actor.role, member.role)) {
      return Error::forbidden("Only an owner makes owners");
    }
    if (!member.invited) {
      return Error::conflict("This user has accepted already");
    }
    TL_TRY(delete_invitations_of(tx, user));
    TL_TRY(insert_invitation(tx, hash_of_secret(token), {user, actor.workspace}, expires));
    TL_TRY(note(tx, actor, {"user.invite", audit_name(user), audit_detail(member.role)}));
    return Invited{std::move(member), token};
  });
  deliver_audit();
  return invited;
}

Result<InvitationView> Access::find_invitation(std::string_view token) {
  return instance().read([&](storage::Transaction& tx) -> Result<InvitationView> {
    TL_TRY_ASSIGN(const auto found, find_live_invitation(tx, hash_of_secret(token), clock_.now()));
    if (!found) {
      return Error::not_found(dead_link);
    }
    TL_TRY_ASSIGN(const Member member, access::find_member(tx, found->workspace, found->user));
    TL_TRY_ASSIGN(const Workspace workspace, find_workspace(tx, found->workspace));
    return InvitationView{member.name, member.email, workspace.name};
  });
}

Result<SignedIn> Access::accept_invitation(std::string_view token, std::string_view password,
                                           std::string_view former_token) {
  TL_TRY(find_invitation(token));
  TL_TRY(check_password(password));
  TL_TRY_ASSIGN(const std::string hash, hasher_.hash(password));
  NewToken begins = make_session({}, {});
  TL_TRY(instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const auto found, find_live_invitation(tx, hash_of_secret(token), clock_.now()));
    if (!found) {
      return Error::not_found(dead_link);
    }
    begins.session.user = found->user;
    begins.session.workspace = found->workspace;
    TL_TRY(delete_invitations_of(tx, found->user));
    TL_TRY(save_password_hash(tx, found->user, hash));
    TL_TRY(delete_session(tx, hash_of_secret(former_token)));
    TL_TRY(insert_session(tx, begins.session));
    const Actor self = {.workspace = found->workspace, .user = found->user};
    return note(tx, self, {"user.accept", audit_name(found->user)});
  }));
  return begun(begins);
}

Result<Member> Access::change_user(const Actor& actor, UserId user, const UserChange& change) {
  if (change.name) {
    TL_TRY(check_name("The name", *change.name));
  }
  auto changed = instance().write([&](storage::Transaction& tx) -> Result<Member> {
    TL_TRY(lock_workspace(tx, actor.workspace));
    TL_TRY_ASSIGN(const Member member, access::find_member(tx, actor.workspace, user));
    const bool is_own_name = actor.user == user && !change.role;
    if (!is_own_name) {
      TL_TRY(check_manageable(tx, actor, member, change.role.value_or(member.role)));
    }
    if (change.name && *change.name != member.name) {
      TL_TRY(rename_user(tx, user, *change.name));
      TL_TRY(note(tx, actor, {"user.rename", audit_name(user)}));
    }
    if (change.role && *change.role != member.role) {
      TL_TRY(save_role(tx, actor.workspace, user, *change.role));
      TL_TRY(note(tx, actor, {"user.change_role", audit_name(user), audit_detail(*change.role)}));
    }
    return access::find_member(tx, actor.workspace, user);
  });
  deliver_audit();
  return changed;
}

Result<void> Access::remove_user(const Actor& actor, UserId user) {
  TL_TRY(instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY(lock_workspace(tx, actor.workspace));
    TL_TRY_ASSIGN(const Member member, access::find_member(tx, actor.workspace, user));
    TL_TRY(check_manageable(tx, actor, member, std::nullopt));
    TL_TRY(delete_member(tx, actor.workspace, user));
    return note(tx, actor, {"user.remove", audit_name(user), audit_detail(member.role)});
  }));
  deliver_audit();
  return {};
}

Result<Member> Access::create_user(const Actor& actor, const NewUser& user,
                                   std::string_view password) {
  TL_TRY(check_name("The name", user.name));
  TL_TRY_ASSIGN(const std::string email, normal_email(user.email));
  TL_TRY(check_password(password));
  TL_TRY_ASSIGN(const std::string hash, hasher_.hash(password));
  auto created = instance().write([&](storage::Transaction& tx) -> Result<Member> {
    TL_TRY(lock_workspace(tx, actor.workspace));
    TL_TRY_ASSIGN(const UserId id, insert_user(tx, email, user.name, hash, clock_.now()));
    TL_TRY(insert_member(tx, actor.workspace, id, user.role));
    TL_TRY(delete_setup_tokens(tx));
    TL_TRY(note(tx, actor, {"user.create", audit_name(id), audit_detail(user.role)}));
    return access::find_member(tx, actor.workspace, id);
  });
  deliver_audit();
  return created;
}

}  // namespace throughline::access
