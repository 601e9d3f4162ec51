<?php
// Post types for the tests, addresses that answer with a status, and edits in the middle of somebody's reading.

add_action('init', function () {
    register_post_type('lab_recipe', array(
        'label' => 'Recipes', 'public' => true, 'show_in_rest' => true, 'rest_base' => 'recipes',
        'rewrite' => array('slug' => 'recipes'), 'supports' => array('title', 'editor', 'author', 'thumbnail'),
    ));
    register_post_type('lab_hidden', array(
        'label' => 'Not in REST', 'public' => true, 'show_in_rest' => false, 'rewrite' => array('slug' => 'hidden'),
    ));
});

add_action('parse_request', function ($wp) {
    if (preg_match('#^status/(\d{3})/#', $wp->request . '/', $match)) {
        status_header((int) $match[1]);
        header('Content-Type: text/html');
        exit("<!doctype html><title>$match[1]</title><p>Status $match[1].");
    }
});

// The option `lab_edits` is what happens once a page of a list of posts has been read: unpublish, publish, change.
add_filter('rest_post_dispatch', function ($response, $server, $request) {
    $edits = get_option('lab_edits');
    if (!$edits || $request->get_route() !== '/wp/v2/posts' || (int) $request['page'] !== (int) $edits['after_page']) {
        return $response;
    }
    delete_option('lab_edits');
    foreach ($edits['unpublish'] as $id) {
        wp_update_post(array('ID' => $id, 'post_status' => 'draft'));
    }
    foreach ($edits['delete'] as $id) {
        wp_delete_post($id, true);
    }
    foreach ($edits['publish'] as $id) {
        wp_update_post(array('ID' => $id, 'post_status' => 'publish'));
    }
    foreach ($edits['change'] as $id) {
        wp_update_post(array('ID' => $id, 'post_content' => '<p>Changed while somebody was reading the list.</p>'));
    }
    wp_insert_post(array('post_title' => 'Written meanwhile', 'post_content' => '<p>New.</p>', 'post_status' => 'publish'));
    return $response;
}, 10, 3);

// Faults that plugins and hosts add to the API; a request asks for one with the header X-Lab.
$lab_fault = $_SERVER['HTTP_X_LAB'] ?? '';
if ($lab_fault === 'closed') {
    add_filter('rest_authentication_errors', function ($result) {
        return is_user_logged_in() ? $result : new WP_Error('rest_not_logged_in', 'Log in.', array('status' => 401));
    }, 200);
} elseif ($lab_fault === 'notice') {
    echo "<br />\n<b>Warning</b>: Undefined array key \"seo\" in <b>/srv/plugin.php</b> on line <b>12</b><br />\n";
} elseif ($lab_fault === 'fatal') {
    add_filter('rest_post_dispatch', function ($response, $server, $request) {
        return $request->get_route() === '/wp/v2/posts' ? lab_no_such_function() : $response;
    }, 10, 3);
}
