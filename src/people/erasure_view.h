// Erasures as the REST API shows and takes them.
#pragma once

#include <boost/describe/class.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "codec/describe.h"

namespace throughline::people {

struct EraseForm {
  std::optional<std::string> mode = {};  // erase_and_suppress if absent; or erase, or suppress.
  std::optional<std::string> reason = {};
};
BOOST_DESCRIBE_STRUCT(EraseForm, (), (mode, reason))

struct CertificateView {
  std::string id = {};
  Time erased_at = {};
  std::string profile = {};
  std::string mode = {};
  std::string actor = {};
  std::string reason = {};
  std::map<std::string, std::int64_t> stores = {};  // Rows overwritten or removed, by store.
  bool finished = false;
  Time backups_expire_at = {};
};
BOOST_DESCRIBE_STRUCT(CertificateView, (),
                      (id, erased_at, profile, mode, actor, reason, stores, finished,
                       backups_expire_at))
struct CertificateList {
  std::vector<CertificateView> items = {};
  std::optional<std::string> next = {};
};
BOOST_DESCRIBE_STRUCT(CertificateList, (), (items, next))

struct LiftForm {
  std::string type = {};
  std::string value = {};
};
BOOST_DESCRIBE_STRUCT(LiftForm, (), (type, value))

}  // namespace throughline::people
