// GroupedRoutes: routes under one heading that one object answers: by its member functions, or by
// functions that take it.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "http/router.h"

namespace throughline::http {

// What a group of routes has in common.
struct RouteGroup {
  std::string tag = {};     // As Description has it.
  std::string prefix = {};  // What every pattern begins with: /api/v1/segments.
  Right right = Right::manage_workspace;
  std::size_t body_bytes_max = 0;  // As Route has it.
};

// The object is kept as long as the router's handlers. Filled while the program starts.
template <class Object>
class GroupedRoutes {
 public:
  GroupedRoutes(Router& router, std::shared_ptr<Object> object, RouteGroup group)
      : router_(router), object_(std::move(object)), group_(std::move(group)) {}

  // The same group for other callers, or with another limit of the body.
  [[nodiscard]] GroupedRoutes requiring(Right right) const {
    GroupedRoutes others = *this;
    others.group_.right = right;
    return others;
  }
  [[nodiscard]] GroupedRoutes taking(std::size_t body_bytes_max) const {
    GroupedRoutes others = *this;
    others.group_.body_bytes_max = body_bytes_max;
    return others;
  }

  // `path` follows the prefix; `handler` is called with the object and the request.
  template <class Handler>
  void add(std::string method, const std::string& path, Description description,
           Handler handler) const {
    description.tag = group_.tag;
    router_.add(
        {.method = std::move(method),
         .pattern = group_.prefix + path,
         .access = with_right(group_.right),
         .description = std::move(description),
         .handler = [object = object_, handler](
                        const Request& request) { return std::invoke(handler, *object, request); },
         .body_bytes_max = group_.body_bytes_max});
  }

 private:
  Router& router_;
  std::shared_ptr<Object> object_;
  RouteGroup group_;
};

}  // namespace throughline::http
